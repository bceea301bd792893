//! Comments of a text whose entries were put in another order.
//!
//! A comment between two scalars may explain either. Where these have parted, it must stand behind the first or before the
//! second. Comments with the same words can be taken for one another, so what is asked is whether all of them have a place
//! together. A gap between two scalars of the new text can hold comments of two gaps of the old one at most, and the other way
//! round, so a comment that finds its place taken has one way only to make room, and that way is followed.

use std::collections::HashMap;

use super::Comment;

/// Comments with the same words in one gap of the old text.
struct Source {
    /// The byte of the first.
    start: u32,
    left: usize,
    /// The gaps of the new text in which they may stand, the likelier first; the same twice where it is one.
    sides: [usize; 2],
    placed: [usize; 2],
}

/// Comments with the same words in one gap of the new text.
#[derive(Default)]
struct Place {
    room: usize,
    /// Sources and which of their sides this is.
    from: Vec<(usize, usize)>,
}

/// Finds a place for every old comment among the new ones. `scalars` holds the new number of each old scalar. Gives the byte
/// of a comment that has none.
pub(super) fn fit<'t>(old: &[Comment<'t>], new: &[Comment<'t>], scalars: &[u32]) -> Result<(), u32> {
    let mut numbers = HashMap::new();
    let mut places: Vec<Place> = Vec::new();
    let mut number_of = |comment: Comment<'t>, gap: u32, places: &mut Vec<Place>| {
        *numbers.entry((comment, gap)).or_insert_with(|| {
            places.push(Place::default());
            places.len() - 1
        })
    };
    for comment in new {
        let place = number_of(comment.elsewhere(), comment.before, &mut places);
        places[place].room += 1;
    }
    let mut sources: Vec<Source> = Vec::new();
    let mut known = HashMap::new();
    for comment in old {
        let key = (comment.elsewhere(), comment.before);
        let source = *known.entry(key).or_insert_with(|| {
            let sides = gaps(comment, scalars).map(|gap| number_of(comment.elsewhere(), gap, &mut places));
            for (side, place) in sides.iter().enumerate() {
                places[*place].from.push((sources.len(), side));
            }
            sources.push(Source {
                start: comment.start,
                left: 0,
                sides,
                placed: [0; 2],
            });
            sources.len() - 1
        });
        sources[source].left += 1;
    }
    let mut fitting = Fitting { sources, places };
    (0..fitting.sources.len()).try_for_each(|source| fitting.place(source))
}

/// The gaps of the new text in which a comment may stand.
fn gaps(comment: &Comment<'_>, scalars: &[u32]) -> [u32; 2] {
    let number = comment.before as usize;
    let behind = match number.checked_sub(1) {
        Some(scalar) => scalars.get(scalar).map_or(u32::MAX, |scalar| scalar + 1),
        None => 0,
    };
    let before = scalars.get(number).copied().unwrap_or(scalars.len() as u32);
    if comment.is_trailing {
        [behind, behind]
    } else {
        [before, behind]
    }
}

struct Fitting {
    sources: Vec<Source>,
    places: Vec<Place>,
}

impl Fitting {
    fn place(&mut self, source: usize) -> Result<(), u32> {
        while self.sources[source].left > 0 {
            if !self.place_on(source, 0) && !self.place_on(source, 1) {
                return Err(self.sources[source].start);
            }
        }
        Ok(())
    }

    /// Places comments of a source on one of its sides, and makes room there if need be. Whether any were placed.
    fn place_on(&mut self, source: usize, side: usize) -> bool {
        // The sides onto which comments move, each source's from its other side.
        let mut way = vec![(source, side)];
        loop {
            let (last, side) = way[way.len() - 1];
            let place = &self.places[self.sources[last].sides[side]];
            if place.room > 0 {
                self.follow(&way, place.room);
                return true;
            }
            let others = place.from.iter().copied();
            let mut movable = others.filter(|(it, side)| {
                let source = &self.sources[*it];
                *it != last && source.placed[*side] > 0 && source.sides[0] != source.sides[1]
            });
            let Some((next, taken)) = movable.next_back().filter(|_| way.len() <= self.sources.len()) else {
                return false;
            };
            way.push((next, 1 - taken));
        }
    }

    fn follow(&mut self, way: &[(usize, usize)], room: usize) {
        let (first, _) = way[0];
        let movable = way[1..].iter().map(|(it, side)| self.sources[*it].placed[1 - side]);
        let count = movable.fold(room.min(self.sources[first].left), usize::min);
        self.sources[first].left -= count;
        for (number, (source, side)) in way.iter().enumerate() {
            let source = &mut self.sources[*source];
            source.placed[*side] += count;
            if number > 0 {
                source.placed[1 - side] -= count;
            }
        }
        let (last, side) = way[way.len() - 1];
        self.places[self.sources[last].sides[side]].room -= count;
    }
}
