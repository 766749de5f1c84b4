//! The clients that have a token call methods.

use super::call::{checked, conclude};
use super::{Call, CallError};
use crate::Error;
use crate::client::api::Api;
use crate::client::{AsyncTransport, Bot, Conclusion, Delivery, Request, Transport, User};

impl Api {
    fn call<C: Call>(&self, call: &C) -> Result<Request, Error> {
        let parameters = checked(call)?;
        let body = self
            .encoding
            .body(self.token.secret().reveal(), &parameters);
        Ok(self.post(call.method(), body)?.with_long_answer())
    }

    fn delivery<C: Call>(&self, call: &C) -> Result<Delivery, Error> {
        Ok(Delivery::new(self.call(call)?, &self.policy))
    }

    fn conclude<C: Call>(&self, call: &C, conclusion: Conclusion) -> Result<C::Answer, CallError> {
        conclude(call, conclusion, std::slice::from_ref(self.token.secret()))
    }
}

macro_rules! calls_methods {
    ($client:ident) => {
        /// Flock's methods, beside that which sends messages.
        impl $client {
            /// What would be sent to call a method; see Flock's page on
            /// [methods](https://docs.flock.com/display/flockos/Methods).
            ///
            /// # Errors
            ///
            /// [`ErrorKind::InvalidValue`](crate::ErrorKind::InvalidValue) for a name that is no
            /// method's, and for a parameter that is missing or that Flock certainly refuses;
            /// [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge) for more than Flock documents, or
            /// more than [`Request::MAX_BODY`].
            pub fn call_request<C: Call>(&self, call: C) -> Result<Request, Error> {
                self.api().call(&call)
            }

            /// The delivery of a call, for who drives it; [`conclude_call`](Self::conclude_call)
            /// reads what comes of it.
            ///
            /// # Errors
            ///
            /// As [`call_request`](Self::call_request).
            pub fn call_delivery<C: Call>(&self, call: C) -> Result<Delivery, Error> {
                self.api().delivery(&call)
            }

            /// What the method answered, when the delivery of `call` ended so.
            ///
            /// # Errors
            ///
            /// [`CallError`] if it did not answer, answered with an error, or with what cannot be
            /// read: [`ErrorKind::UnreadableAnswer`](crate::ErrorKind::UnreadableAnswer).
            pub fn conclude_call<C: Call>(
                &self,
                call: C,
                conclusion: Conclusion,
            ) -> Result<C::Answer, CallError> {
                self.api().conclude(&call, conclusion)
            }

            /// Calls a method.
            ///
            /// # Errors
            ///
            /// As [`call_request`](Self::call_request) and [`conclude_call`](Self::conclude_call);
            /// [`CallError::may_be_processed`] tells which of them.
            pub fn call<T: Transport + ?Sized, C: Call>(
                &self,
                transport: &T,
                call: C,
            ) -> Result<C::Answer, CallError> {
                let delivery = self.call_delivery(&call)?;
                self.conclude_call(&call, delivery.run(transport))
            }

            /// Calls a method without blocking the thread.
            ///
            /// # Errors
            ///
            /// As [`call`](Self::call).
            pub async fn call_async<T: AsyncTransport, C: Call>(
                &self,
                transport: &T,
                call: C,
            ) -> Result<C::Answer, CallError> {
                let delivery = self.call_delivery(&call)?;
                let conclusion = delivery.run_async(transport).await;
                self.conclude_call(&call, conclusion)
            }
        }
    };
}

calls_methods!(Bot);
calls_methods!(User);
