//! What is noted of a read.

use std::rc::Rc;

use super::Shape;
use super::path::Path;
use super::reader::{Need, Read, Reader, Stray, Use};
use super::value::{Kind, Place, Value};

impl Reader<'_, '_> {
    /// Records that `value` is used.
    pub(super) fn demand(&mut self, value: &Value, used: Use, place: Place) {
        if self.muted > 0 || !self.spend() {
            return;
        }
        for one in &value.any_of {
            match &one.kind {
                Kind::Data(path) => {
                    let terms = one.terms.and(&self.terms);
                    let need = if terms.optional {
                        Need::Optional
                    } else {
                        used.need
                    };
                    self.reads.reads.push(Read {
                        path: path.clone(),
                        used: place,
                        origin: one.origin,
                        need,
                        terms,
                        shape: used.shape,
                        whole: used.whole,
                        via: self.ways.first().copied(),
                        locals: self.locals(path),
                    });
                }
                Kind::Object(object) if used.whole => {
                    let inner = Use::whole(Need::Expected, Shape::Any);
                    for value in object.fields.values().chain(&object.poured) {
                        self.demand(value, inner, place);
                    }
                }
                Kind::List(inner) if used.whole => {
                    self.demand(inner, Use::whole(Need::Expected, Shape::Any), place);
                }
                Kind::Unbound(name) if used.need == Need::Required && !one.terms.optional => {
                    self.stray(name, place);
                }
                _ => {}
            }
        }
    }

    fn stray(&mut self, name: &Rc<str>, place: Place) {
        let stray = Stray {
            name: Rc::clone(name),
            component: self.callee().to_owned(),
            place,
            known: self.scopes.iter().map(|(name, _)| name.clone()).collect(),
            via: self.ways.first().copied(),
        };
        self.reads.strays.push(stray);
    }

    fn locals(&self, path: &Path) -> Rc<[String]> {
        if path.steps().len() == 1 {
            self.scopes.iter().map(|(name, _)| name.clone()).collect()
        } else {
            Rc::from([])
        }
    }
}
