//! The dependency graph of one stack, and its circles.

use hotkit_model::Path;
use hotkit_text::TextRange;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::FxHashMap;
use std::collections::VecDeque;

use crate::problem::ReferenceFunction;

/// Why one resource waits for another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Because {
    /// The name in the reference.
    pub range: TextRange,
    /// What kind of reference it is.
    pub function: ReferenceFunction,
    /// Where it stands.
    pub path: Path,
    /// False where it depends on a condition that is not known.
    pub certain: bool,
}

/// One resource waits for another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edge {
    /// Index of the resource that waits, in the order of the template.
    pub requirer: usize,
    /// Index of the one it waits for.
    pub required: usize,
    /// Every reference that says so, in the order of the text.
    pub because: Vec<Because>,
}

/// The dependency graph of one stack.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// How many resources there are.
    pub resources: usize,
    /// Every edge once, sorted by requirer and required.
    pub edges: Vec<Edge>,
}

impl Graph {
    /// The graph of these references among so many resources.
    #[must_use]
    pub fn new(resources: usize, mut references: Vec<(usize, usize, Because)>) -> Graph {
        references.sort_by_key(|(requirer, required, because)| (*requirer, *required, because.range));
        let mut edges: Vec<Edge> = Vec::with_capacity(references.len());
        for (requirer, required, because) in references {
            match edges.last_mut() {
                Some(last) if (last.requirer, last.required) == (requirer, required) => last.because.push(because),
                _ => edges.push(Edge {
                    requirer,
                    required,
                    because: vec![because],
                }),
            }
        }
        Graph { resources, edges }
    }

    /// One circle for every knot of resources that wait for each other: the edges on the way, beginning with the resource that
    /// `place` puts first. Only certain edges count where `certain` is set.
    #[must_use]
    pub fn circles(&self, certain: bool, place: impl Fn(usize) -> TextRange) -> Vec<Vec<&Edge>> {
        let mut graph = DiGraph::<(), usize, u32>::with_capacity(self.resources, self.edges.len());
        for _ in 0..self.resources {
            graph.add_node(());
        }
        for (index, edge) in self.edges.iter().enumerate() {
            if !certain || edge.because.iter().any(|it| it.certain) {
                graph.add_edge(node(edge.requirer), node(edge.required), index);
            }
        }
        // Not Tarjan's algorithm: petgraph's recurses, and a long chain would overflow the stack.
        let mut circles: Vec<(TextRange, Vec<&Edge>)> = Vec::new();
        for component in kosaraju_scc(&graph) {
            let Some(first) = component.iter().copied().min_by_key(|it| place(it.index())) else {
                continue;
            };
            let circle = shortest_circle(&graph, first, component.len());
            if !circle.is_empty() {
                let edges = circle.into_iter().map(|index| &self.edges[index]).collect();
                circles.push((place(first.index()), edges));
            }
        }
        circles.sort_by_key(|(range, _)| *range);
        circles.into_iter().map(|(_, circle)| circle).collect()
    }
}

fn node(index: usize) -> NodeIndex<u32> {
    NodeIndex::new(index)
}

/// The edges of the shortest way from a node back to itself; none where there is no way.
fn shortest_circle(graph: &DiGraph<(), usize, u32>, start: NodeIndex<u32>, component: usize) -> Vec<usize> {
    if component == 1 && graph.find_edge(start, start).is_none() {
        return Vec::new();
    }
    let mut came_by: FxHashMap<NodeIndex<u32>, (NodeIndex<u32>, usize)> = FxHashMap::default();
    let mut queue = VecDeque::from([start]);
    while let Some(here) = queue.pop_front() {
        let mut next: Vec<(NodeIndex<u32>, usize)> = graph
            .edges(here)
            .map(|edge| (petgraph::visit::EdgeRef::target(&edge), *edge.weight()))
            .collect();
        next.sort_unstable();
        for (target, edge) in next {
            if target == start {
                return way_back(&came_by, start, here, edge);
            }
            if let std::collections::hash_map::Entry::Vacant(entry) = came_by.entry(target) {
                entry.insert((here, edge));
                queue.push_back(target);
            }
        }
    }
    Vec::new()
}

fn way_back(
    came_by: &FxHashMap<NodeIndex<u32>, (NodeIndex<u32>, usize)>,
    start: NodeIndex<u32>,
    mut here: NodeIndex<u32>,
    last: usize,
) -> Vec<usize> {
    let mut circle = vec![last];
    while here != start {
        let Some((before, edge)) = came_by.get(&here) else {
            break;
        };
        circle.push(*edge);
        here = *before;
    }
    circle.reverse();
    circle
}
