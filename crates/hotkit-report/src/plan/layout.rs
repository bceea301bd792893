//! Where the boxes of the graph stand.
//!
//! Columns are waves. Long edges of one resource share a path of bends, one in each column that they pass. The order in a
//! column comes from the means of the neighbours and from swaps of two that stand side by side, the heights from isotonic
//! regression (pool adjacent violators) towards the neighbours. Whole numbers come out: same input, same bytes.

use std::collections::HashMap;

use hotkit_plan::{ResourcePlan, StackKind, StackPlan};

use crate::plan::words::short_type;

pub(crate) const WIDTH: f64 = 128.0;
pub(crate) const HEIGHT: f64 = 40.0;
const ROW: f64 = 13.0;
const GAP: f64 = 46.0;
const TOP: f64 = 40.0;
pub(crate) const LEFT: f64 = 14.0;
const CELL_WIDTH: f64 = 106.0;
pub(crate) const CELL_HEIGHT: f64 = 26.0;
pub(crate) const PAD: f64 = 10.0;

/// Resources above which clusters are shown folded, and the order is sought in fewer turns.
const LARGE: usize = 300;

/// Resources above which it is not asked which edges a longer path implies.
const HUGE: usize = 4000;

/// Members of a cluster that are drawn one by one; of more, the first [`FIRST_MEMBERS`].
const MOST_MEMBERS: usize = 12;
const FIRST_MEMBERS: usize = 3;

/// An edge of the picture.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Edge {
    /// The one that waits.
    pub(crate) requirer: usize,
    pub(crate) required: usize,
    /// Index in [`KINDS`]: the strongest reason draws it.
    pub(crate) kind: usize,
    /// A longer path says the same.
    pub(crate) implied: bool,
}

/// Kinds of reasons, the strongest first.
pub(crate) const KINDS: [&str; 4] = ["get_attr", "get_resource", "depends_on", "heat"];

/// A cell inside a cluster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Cell {
    /// Index of the member; `None` stands for those that are not drawn.
    pub(crate) member: Option<usize>,
    /// How many it stands for, where it stands for several.
    pub(crate) more: usize,
    pub(crate) column: usize,
    pub(crate) row: usize,
}

/// What is drawn inside a resource.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Cluster {
    pub(crate) cells: Vec<Cell>,
    pub(crate) gap: f64,
    pub(crate) columns: usize,
    width: f64,
    height: f64,
}

/// A rectangle.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(crate) struct Frame {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// Something in a column: a resource, or a bend of the edges from a resource.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) enum Item {
    Resource(usize),
    Bend(usize, usize),
}

/// The finished layout.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(crate) frames: HashMap<Item, Frame>,
    pub(crate) columns: Vec<Vec<Item>>,
    /// Left edge and width of each column.
    pub(crate) places: Vec<(f64, f64)>,
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) after: HashMap<Item, Vec<Item>>,
    pub(crate) before: HashMap<Item, Vec<Item>>,
    pub(crate) wave: Vec<usize>,
    pub(crate) clusters: Vec<Option<Cluster>>,
    pub(crate) edges: Vec<Edge>,
}

/// Edges with their strongest reason, and whether a longer path implies them.
pub(crate) fn edges(stack: &StackPlan) -> Vec<Edge> {
    let count = stack.resources.len();
    let words = count.div_ceil(64);
    let asks = count <= HUGE;
    let mut below: Vec<Vec<u64>> = vec![Vec::new(); count];
    if asks {
        for index in stack.waves.iter().flatten() {
            let mut reached = vec![0_u64; words];
            for requirement in &stack.resources[*index].requires {
                let required = requirement.resource;
                reached[required / 64] |= 1 << (required % 64);
                for (word, more) in reached.iter_mut().zip(&below[required]) {
                    *word |= more;
                }
            }
            below[*index] = reached;
        }
    }
    let mut found = Vec::new();
    for (requirer, resource) in stack.resources.iter().enumerate() {
        for requirement in &resource.requires {
            let required = requirement.resource;
            if required == requirer {
                continue;
            }
            let names: Vec<&str> = requirement.because.iter().map(|it| it.kind.name()).collect();
            let kind = KINDS.iter().position(|it| names.contains(it)).unwrap_or(1);
            let implied = asks
                && resource.requires.iter().any(|other| {
                    let reached = &below[other.resource];
                    other.resource != required
                        && reached
                            .get(required / 64)
                            .is_some_and(|word| word >> (required % 64) & 1 == 1)
                });
            found.push(Edge {
                requirer,
                required,
                kind,
                implied,
            });
        }
    }
    found
}

/// Room for a name in 13 px and a type in 10.5 px, also in a wide sans-serif; long ones are cut.
fn box_width(resource: &ResourcePlan) -> f64 {
    let name = 7.6 * resource.name.chars().count().min(24) as f64;
    let kind = 6.4 * short_type(&resource.type_name).chars().count().min(19) as f64;
    WIDTH.max(42.0 + name.max(kind).round())
}

fn cluster(nested: &StackPlan, folded: bool) -> Option<Cluster> {
    if folded || nested.resources.is_empty() {
        return None;
    }
    let mut cells = Vec::new();
    let (columns, rows, gap) = if nested.waves.len() == 1 {
        let members = &nested.waves[0];
        let drawn = if members.len() > MOST_MEMBERS {
            FIRST_MEMBERS
        } else {
            members.len()
        };
        let shown = drawn + usize::from(drawn < members.len());
        let across = 1 + (shown - 1) / 4;
        for place in 0..shown {
            cells.push(Cell {
                member: (place < drawn).then(|| members[place]),
                more: members.len() - drawn,
                column: place % across,
                row: place / across,
            });
        }
        (across, shown.div_ceil(across), 8.0)
    } else {
        let mut rows = 0;
        for (column, members) in nested.waves.iter().enumerate() {
            let drawn = if members.len() > MOST_MEMBERS {
                MOST_MEMBERS - 1
            } else {
                members.len()
            };
            let shown = drawn + usize::from(drawn < members.len());
            rows = rows.max(shown);
            for place in 0..shown {
                cells.push(Cell {
                    member: (place < drawn).then(|| members[place]),
                    more: members.len() - drawn,
                    column,
                    row: place,
                });
            }
        }
        (nested.waves.len(), rows, 28.0)
    };
    let inner = columns as f64 * CELL_WIDTH + (columns - 1) as f64 * gap;
    Some(Cluster {
        cells,
        gap,
        columns,
        width: (2.0 * PAD + inner).max(WIDTH),
        height: HEIGHT + 2.0 + rows as f64 * (CELL_HEIGHT + 6.0) + PAD - 4.0,
    })
}

/// Nearest places to the wishes that keep the order and the distances.
fn isotonic(wishes: &[f64], distances: &[f64]) -> Vec<f64> {
    let mut offsets = vec![0.0];
    for distance in distances {
        offsets.push(offsets[offsets.len() - 1] + distance);
    }
    let mut blocks: Vec<(f64, usize)> = Vec::with_capacity(wishes.len());
    for (wish, offset) in wishes.iter().zip(&offsets) {
        blocks.push((wish - offset, 1));
        while let [.., (a, n), (b, m)] = blocks.as_slice() {
            if a <= b {
                break;
            }
            let pooled = ((a * *n as f64 + b * *m as f64) / (n + m) as f64, n + m);
            blocks.truncate(blocks.len() - 2);
            blocks.push(pooled);
        }
    }
    let flat = blocks
        .iter()
        .flat_map(|(value, count)| std::iter::repeat_n(*value, *count));
    flat.zip(&offsets).map(|(value, offset)| value + offset).collect()
}

/// Work in progress: columns of items, their sizes and neighbours.
struct Work {
    columns: Vec<Vec<Item>>,
    sizes: HashMap<Item, (f64, f64)>,
    after: HashMap<Item, Vec<Item>>,
    before: HashMap<Item, Vec<Item>>,
    turns: usize,
    swaps: bool,
}

/// Lays a stack out.
pub(crate) fn layout(stack: &StackPlan) -> Layout {
    let total = stack.total();
    let large = total > LARGE;
    let clusters: Vec<Option<Cluster>> = stack
        .resources
        .iter()
        .map(|it| it.nested.as_deref().and_then(|nested| cluster(nested, large)))
        .collect();
    let edges = edges(stack);
    let mut wave = vec![0; stack.resources.len()];
    for (column, members) in stack.waves.iter().enumerate() {
        for index in members {
            wave[*index] = column;
        }
    }
    let mut work = Work {
        columns: stack
            .waves
            .iter()
            .map(|members| members.iter().map(|index| Item::Resource(*index)).collect())
            .collect(),
        sizes: HashMap::new(),
        after: HashMap::new(),
        before: HashMap::new(),
        turns: if large { 6 } else { 30 },
        swaps: !large,
    };
    for (index, resource) in stack.resources.iter().enumerate() {
        let size = match &clusters[index] {
            Some(cluster) => (cluster.width, cluster.height),
            None => (box_width(resource), HEIGHT),
        };
        work.sizes.insert(Item::Resource(index), size);
    }
    for edge in edges.iter().filter(|it| !it.implied) {
        work.bend(edge, &wave);
    }
    work.order();
    let heights = work.heights();
    place(work, heights, clusters, wave, edges)
}

impl Work {
    fn link(&mut self, from: Item, to: Item) {
        let after = self.after.entry(from).or_default();
        if !after.contains(&to) {
            after.push(to);
            self.before.entry(to).or_default().push(from);
        }
    }

    /// Leads an edge through the columns between its ends.
    fn bend(&mut self, edge: &Edge, wave: &[usize]) {
        let mut at = Item::Resource(edge.required);
        for column in wave[edge.required] + 1..wave[edge.requirer] {
            let bend = Item::Bend(edge.required, column);
            if self.sizes.insert(bend, (0.0, 6.0)).is_none() {
                self.columns[column].push(bend);
            }
            self.link(at, bend);
            at = bend;
        }
        self.link(at, Item::Resource(edge.requirer));
    }

    /// Orders the columns so that few edges cross.
    fn order(&mut self) {
        let last = self.columns.len().saturating_sub(1);
        let mut best: Option<(usize, Vec<Vec<Item>>)> = None;
        for turn in 0..self.turns {
            let forward = turn % 2 == 0;
            for step in 1..=last {
                let (column, other) = if forward {
                    (step, step - 1)
                } else {
                    (last - step, last - step + 1)
                };
                self.sort(column, other, forward);
            }
            if self.swaps {
                for column in 0..self.columns.len() {
                    self.swap_neighbours(column);
                }
            }
            let crossings = self.crossings();
            if best.as_ref().is_none_or(|(least, _)| crossings < *least) {
                best = Some((crossings, self.columns.clone()));
            }
            if crossings == 0 {
                break;
            }
        }
        if let Some((_, columns)) = best {
            self.columns = columns;
        }
    }

    fn sort(&mut self, column: usize, other: usize, forward: bool) {
        let place: HashMap<Item, usize> = self.columns[other].iter().copied().zip(0..).collect();
        let length = self.columns[column].len() as f64;
        let neighbours = if forward { &self.before } else { &self.after };
        let mut keyed: Vec<(f64, usize, Item)> = self.columns[column]
            .iter()
            .enumerate()
            .map(|(kept, item)| {
                let at: Vec<usize> = neighbours
                    .get(item)
                    .into_iter()
                    .flatten()
                    .filter_map(|it| place.get(it).copied())
                    .collect();
                let mean = if at.is_empty() {
                    kept as f64 * (place.len().max(1) as f64) / length
                } else {
                    at.iter().sum::<usize>() as f64 / at.len() as f64
                };
                (mean, kept, *item)
            })
            .collect();
        keyed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        self.columns[column] = keyed.into_iter().map(|(_, _, item)| item).collect();
    }

    /// Lets two that stand side by side change places where fewer edges cross then.
    fn swap_neighbours(&mut self, column: usize) {
        let places = |columns: &[Vec<Item>], column: usize| -> HashMap<Item, usize> {
            columns[column].iter().copied().zip(0..).collect()
        };
        let left = column.checked_sub(1).map(|it| places(&self.columns, it));
        let right = (column + 1 < self.columns.len()).then(|| places(&self.columns, column + 1));
        let at = |neighbours: &HashMap<Item, Vec<Item>>, place: &Option<HashMap<Item, usize>>, item: &Item| {
            let mut found: Vec<usize> = match place {
                Some(place) => neighbours
                    .get(item)
                    .into_iter()
                    .flatten()
                    .filter_map(|it| place.get(it).copied())
                    .collect(),
                None => Vec::new(),
            };
            found.sort_unstable();
            found
        };
        for place in 0..self.columns[column].len().saturating_sub(1) {
            let (one, two) = (self.columns[column][place], self.columns[column][place + 1]);
            let sides = [(&self.before, &left), (&self.after, &right)];
            let (mut as_is, mut swapped) = (0, 0);
            for (neighbours, places) in sides {
                let (a, b) = (at(neighbours, places, &one), at(neighbours, places, &two));
                as_is += inversions(&a, &b);
                swapped += inversions(&b, &a);
            }
            if swapped < as_is {
                self.columns[column].swap(place, place + 1);
            }
        }
    }

    /// Edges that cross between neighbouring columns.
    fn crossings(&self) -> usize {
        let mut total = 0;
        for pair in self.columns.windows(2) {
            let place: HashMap<Item, usize> = pair[1].iter().copied().zip(0..).collect();
            let mut tree = vec![0_usize; pair[1].len() + 1];
            let mut seen = 0;
            for item in &pair[0] {
                let mut at: Vec<usize> = self
                    .after
                    .get(item)
                    .into_iter()
                    .flatten()
                    .filter_map(|it| place.get(it).copied())
                    .collect();
                at.sort_unstable();
                for place in at {
                    // Those before that end further down.
                    let mut index = place + 1;
                    let mut not_above = 0;
                    while index > 0 {
                        not_above += tree[index];
                        index &= index - 1;
                    }
                    total += seen - not_above;
                    let mut index = place + 1;
                    while index < tree.len() {
                        tree[index] += 1;
                        index += index & index.wrapping_neg();
                    }
                    seen += 1;
                }
            }
        }
        total
    }

    fn distance(&self, a: Item, b: Item) -> f64 {
        let bends = matches!((a, b), (Item::Bend(..), Item::Bend(..)));
        let (one, two) = (self.sizes[&a].1, self.sizes[&b].1);
        (one + two) / 2.0 + if bends { 7.0 } else { ROW }
    }

    /// The middle of every item: near its neighbours, without overlap.
    fn heights(&self) -> HashMap<Item, f64> {
        let full = |column: &Vec<Item>| column.iter().map(|it| self.sizes[it].1 + ROW).sum::<f64>();
        let tallest = self.columns.iter().map(full).fold(0.0, f64::max);
        let mut y: HashMap<Item, f64> = HashMap::new();
        for column in &self.columns {
            let mut at = (tallest - full(column)) / 2.0;
            for item in column {
                let height = self.sizes[item].1;
                y.insert(*item, at + height / 2.0);
                at += height + ROW;
            }
        }
        let turns = if self.swaps { 60 } else { 16 };
        for turn in 0..turns {
            let mut order: Vec<usize> = (0..self.columns.len()).collect();
            if turn % 2 == 0 {
                order.reverse();
            }
            for column in order {
                let items = &self.columns[column];
                let wish = |item: &Item| {
                    let near = self.before.get(item).into_iter().chain(self.after.get(item)).flatten();
                    let (mut sum, mut weight) = (0.0, 0.0);
                    for other in near {
                        let bends = matches!((item, other), (Item::Bend(..), Item::Bend(..)));
                        let pull = if bends { 4.0 } else { 1.0 };
                        sum += y[other] * pull;
                        weight += pull;
                    }
                    if weight > 0.0 { sum / weight } else { y[item] }
                };
                let wishes: Vec<f64> = items.iter().map(wish).collect();
                let distances: Vec<f64> = items.windows(2).map(|it| self.distance(it[0], it[1])).collect();
                for (item, place) in items.iter().zip(isotonic(&wishes, &distances)) {
                    y.insert(*item, place);
                }
            }
        }
        y
    }
}

/// Pairs of sorted places of which the first stands behind the second.
fn inversions(a: &[usize], b: &[usize]) -> usize {
    let mut total = 0;
    let mut below = 0;
    for place in a {
        while below < b.len() && b[below] < *place {
            below += 1;
        }
        total += below;
    }
    total
}

fn place(
    mut work: Work,
    y: HashMap<Item, f64>,
    clusters: Vec<Option<Cluster>>,
    wave: Vec<usize>,
    edges: Vec<Edge>,
) -> Layout {
    let items = || work.columns.iter().flatten();
    let top = items()
        .map(|it| y[it] - work.sizes[it].1 / 2.0)
        .fold(f64::INFINITY, f64::min);
    let top = if top.is_finite() { top } else { 0.0 };
    let bottom = items().map(|it| y[it] + work.sizes[it].1 / 2.0).fold(0.0, f64::max);
    let is_cluster = |item: &Item| matches!(item, Item::Resource(index) if clusters[*index].is_some());
    let mut places = Vec::new();
    let mut x = LEFT;
    for column in &work.columns {
        let wide = column.iter().map(|it| work.sizes[it].0).fold(0.0, f64::max);
        let flat = column
            .iter()
            .filter(|it| matches!(it, Item::Resource(_)) && !is_cluster(it))
            .map(|it| work.sizes[it].0)
            .fold(0.0, f64::max);
        // Boxes of a column are equally wide; clusters may be wider.
        for item in column.iter().filter(|it| matches!(it, Item::Resource(_))) {
            if let Some(size) = work.sizes.get_mut(item) {
                size.0 = if is_cluster(item) { flat.max(size.0) } else { flat };
            }
        }
        places.push((x, wide));
        x += wide + GAP;
    }
    let mut frames = HashMap::new();
    for (column, (left, wide)) in work.columns.iter().zip(&places) {
        for item in column {
            let (width, height) = work.sizes[item];
            let at = (y[item] - top + TOP - height / 2.0).round();
            let frame = match item {
                Item::Bend(..) => Frame {
                    x: *left,
                    y: at,
                    width: *wide,
                    height,
                },
                Item::Resource(_) => Frame {
                    x: left + ((wide - width) / 2.0).floor(),
                    y: at,
                    width,
                    height,
                },
            };
            frames.insert(*item, frame);
        }
    }
    Layout {
        frames,
        columns: work.columns,
        places,
        width: (x - GAP + LEFT).max(2.0 * LEFT),
        height: bottom - top + TOP + 12.0,
        after: work.after,
        before: work.before,
        wave,
        clusters,
        edges,
    }
}

/// True for a nested stack or group, drawn or not.
pub(crate) fn is_group(stack: &StackPlan) -> bool {
    stack.kind == StackKind::Group
}
