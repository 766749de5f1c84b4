//! Data as the variables of a template.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use serde::ser::{self, Impossible, SerializeMap, SerializeStruct, Serializer};
use tera::Value;

/// A variable and its name.
pub(super) type Variable = (Cow<'static, str>, Value);

/// Hands the variables in a struct or a map to `take`; says whether these were all, which they
/// are not for anything else, and for what cannot be serialised.
///
/// Tera makes a map of the data first. Here each field becomes a value by itself, and the name of a
/// struct's field is not copied.
pub(super) fn of(data: &(impl Serialize + ?Sized), take: &mut dyn FnMut(Variable)) -> bool {
    data.serialize(Object(take)).is_ok()
}

/// Takes nothing but objects.
struct Object<'t>(&'t mut dyn FnMut(Variable));

/// Where the variables go, and the name of the next.
struct Fields<'t> {
    take: &'t mut dyn FnMut(Variable),
    name: Option<Cow<'static, str>>,
}

/// It is no object, or it cannot be serialised.
#[derive(Debug)]
struct Unfit;

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no object")
    }
}

impl std::error::Error for Unfit {}

impl ser::Error for Unfit {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

fn value(data: &(impl Serialize + ?Sized)) -> Result<Value, Unfit> {
    Value::try_from_serializable(data).map_err(|_| Unfit)
}

impl SerializeStruct for Fields<'_> {
    type Ok = ();
    type Error = Unfit;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        data: &T,
    ) -> Result<(), Unfit> {
        (self.take)((Cow::Borrowed(name), value(data)?));
        Ok(())
    }

    fn end(self) -> Result<(), Unfit> {
        Ok(())
    }
}

impl SerializeMap for Fields<'_> {
    type Ok = ();
    type Error = Unfit;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unfit> {
        let key = value(key)?;
        let name = key.as_str().map_or_else(|| key.to_string(), str::to_owned);
        self.name = Some(Cow::Owned(name));
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, data: &T) -> Result<(), Unfit> {
        let name = self.name.take().ok_or(Unfit)?;
        (self.take)((name, value(data)?));
        Ok(())
    }

    fn end(self) -> Result<(), Unfit> {
        Ok(())
    }
}

macro_rules! unfit {
    ($($method:ident($($argument:ty),*) -> $ok:ty;)*) => {
        $(fn $method(self, $(_: $argument),*) -> Result<$ok, Unfit> {
            Err(Unfit)
        })*
    };
}

type No = Impossible<(), Unfit>;

impl<'t> Serializer for Object<'t> {
    type Ok = ();
    type Error = Unfit;
    type SerializeSeq = No;
    type SerializeTuple = No;
    type SerializeTupleStruct = No;
    type SerializeTupleVariant = No;
    type SerializeMap = Fields<'t>;
    type SerializeStruct = Fields<'t>;
    type SerializeStructVariant = No;

    fn serialize_map(self, _: Option<usize>) -> Result<Fields<'t>, Unfit> {
        Ok(Fields {
            take: self.0,
            name: None,
        })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields<'t>, Unfit> {
        self.serialize_map(None)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, data: &T) -> Result<Self::Ok, Unfit> {
        data.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: &T,
    ) -> Result<Self::Ok, Unfit> {
        Err(Unfit)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Self::Ok, Unfit> {
        Err(Unfit)
    }

    unfit! {
        serialize_bool(bool) -> Self::Ok;
        serialize_i8(i8) -> Self::Ok;
        serialize_i16(i16) -> Self::Ok;
        serialize_i32(i32) -> Self::Ok;
        serialize_i64(i64) -> Self::Ok;
        serialize_u8(u8) -> Self::Ok;
        serialize_u16(u16) -> Self::Ok;
        serialize_u32(u32) -> Self::Ok;
        serialize_u64(u64) -> Self::Ok;
        serialize_f32(f32) -> Self::Ok;
        serialize_f64(f64) -> Self::Ok;
        serialize_char(char) -> Self::Ok;
        serialize_str(&str) -> Self::Ok;
        serialize_bytes(&[u8]) -> Self::Ok;
        serialize_none() -> Self::Ok;
        serialize_unit() -> Self::Ok;
        serialize_unit_struct(&'static str) -> Self::Ok;
        serialize_unit_variant(&'static str, u32, &'static str) -> Self::Ok;
        serialize_seq(Option<usize>) -> No;
        serialize_tuple(usize) -> No;
        serialize_tuple_struct(&'static str, usize) -> No;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> No;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> No;
    }
}
