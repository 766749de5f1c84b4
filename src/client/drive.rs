//! The two loops that do what a delivery says. They decide nothing.

use super::{AsyncTransport, Conclusion, Delivery, Happened, Step, Transport};

impl Delivery {
    /// Does it all on `transport`, and waits for the end.
    pub fn run<T: Transport + ?Sized>(mut self, transport: &T) -> Conclusion {
        let mut happened = Happened::Started;
        loop {
            happened = match self.step(happened, transport.now()) {
                Step::Send { timeout } => transport.send(self.request(), timeout).into(),
                Step::Wait(pause) => {
                    transport.sleep(pause);
                    Happened::Waited
                }
                Step::Done(conclusion) => return conclusion,
            };
        }
    }

    /// The same without a thread.
    pub async fn run_async<T: AsyncTransport>(mut self, transport: &T) -> Conclusion {
        let mut happened = Happened::Started;
        loop {
            happened = match self.step(happened, transport.now()) {
                Step::Send { timeout } => transport.send(self.request(), timeout).await.into(),
                Step::Wait(pause) => {
                    transport.sleep(pause).await;
                    Happened::Waited
                }
                Step::Done(conclusion) => return conclusion,
            };
        }
    }
}
