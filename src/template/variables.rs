//! Data as the variables of a template.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use serde::ser::{self, Impossible, SerializeMap, SerializeStruct, Serializer};
use tera::Value;

/// A variable and its name.
pub(super) type Variable = (Cow<'static, str>, Value);

/// The variables in a struct or a map; `None` for anything else, and for what cannot be
/// serialised.
///
/// Tera makes a map of the data first. Here each field becomes a value by itself, and the name of a
/// struct's field is not copied.
pub(super) fn of(data: &(impl Serialize + ?Sized)) -> Option<Vec<Variable>> {
    data.serialize(Object).ok()
}

/// Takes nothing but objects.
struct Object;

/// The variables so far, and the name of the next.
struct Fields {
    variables: Vec<Variable>,
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

impl SerializeStruct for Fields {
    type Ok = Vec<Variable>;
    type Error = Unfit;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        data: &T,
    ) -> Result<(), Unfit> {
        self.variables.push((Cow::Borrowed(name), value(data)?));
        Ok(())
    }

    fn end(self) -> Result<Self::Ok, Unfit> {
        Ok(self.variables)
    }
}

impl SerializeMap for Fields {
    type Ok = Vec<Variable>;
    type Error = Unfit;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unfit> {
        let key = value(key)?;
        let name = key.as_str().map_or_else(|| key.to_string(), str::to_owned);
        self.name = Some(Cow::Owned(name));
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, data: &T) -> Result<(), Unfit> {
        let name = self.name.take().ok_or(Unfit)?;
        self.variables.push((name, value(data)?));
        Ok(())
    }

    fn end(self) -> Result<Self::Ok, Unfit> {
        Ok(self.variables)
    }
}

macro_rules! unfit {
    ($($method:ident($($argument:ty),*) -> $ok:ty;)*) => {
        $(fn $method(self, $(_: $argument),*) -> Result<$ok, Unfit> {
            Err(Unfit)
        })*
    };
}

type No = Impossible<Vec<Variable>, Unfit>;

impl Serializer for Object {
    type Ok = Vec<Variable>;
    type Error = Unfit;
    type SerializeSeq = No;
    type SerializeTuple = No;
    type SerializeTupleStruct = No;
    type SerializeTupleVariant = No;
    type SerializeMap = Fields;
    type SerializeStruct = Fields;
    type SerializeStructVariant = No;

    fn serialize_map(self, length: Option<usize>) -> Result<Fields, Unfit> {
        // A length that is claimed is no reason to reserve that much.
        let variables = Vec::with_capacity(length.unwrap_or_default().min(64));
        let name = None;
        Ok(Fields { variables, name })
    }

    fn serialize_struct(self, _: &'static str, length: usize) -> Result<Fields, Unfit> {
        self.serialize_map(Some(length))
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
