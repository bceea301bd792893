//! The picture of a plan: one writer for `graph --format svg` and the page.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;

use hotkit_plan::{Action, Change, Estimate, ResourcePlan};

use crate::plan::PlanReport;
use crate::plan::layout::{CELL_HEIGHT, Edge, HEIGHT, Item, KINDS, LEFT, Layout, PAD, is_group, layout};
use crate::plan::words::{cut, label, long_clock, short_type};

const ICONS: [(&str, &str); 13] = [
    ("server", "M2 3h12v4H2zM2 9h12v4H2zM4.6 5h.1M4.6 11h.1"),
    ("net", "M6 2h4v4H6zM2 10h4v4H2zM10 10h4v4h-4zM8 6v2M4 10V8h8v2"),
    ("router", "M8 1.5a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM4.5 8h7M8 4.5v7"),
    ("port", "M3 6h10v7H3zM6 6V2.5M10 6V2.5"),
    (
        "address",
        "M8 1.5a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM1.5 8h13M8 1.5c4 4 4 9 0 13c-4-4-4-9 0-13",
    ),
    ("shield", "M8 1.5l5.5 2v4c0 3.5-2.5 6-5.5 7-3-1-5.5-3.5-5.5-7v-4z"),
    ("volume", "M2.5 4c0-3 11-3 11 0s-11 3-11 0v8c0 3 11 3 11 0V4"),
    ("key", "M5 5a3 3 0 100 6 3 3 0 000-6zM8 8h6.5v3M11.5 8v2"),
    ("text", "M3.5 1.5h6l3 3v10h-9zM6 7.5h4M6 10.5h4"),
    ("wait", "M4 1.5h8M4 14.5h8M5 1.5c0 6 6 7 6 13M11 1.5c0 6-6 7-6 13"),
    ("random", "M8 2.5v11M3.2 5.2l9.6 5.6M12.8 5.2l-9.6 5.6"),
    ("group", "M2 6h8v8H2zM5 6V2.5h8.5v8.5H10"),
    ("other", "M3 3h10v10H3z"),
];

const TIPS: [(&str, &str); 4] = [
    ("get_resource", "M0 0L8 4L0 8z"),
    ("get_attr", "M.7 .9L7.4 4L.7 7.1z"),
    ("depends_on", "M1 .8L7 4L1 7.2"),
    ("heat", "M1 4a3 3 0 106 0a3 3 0 10-6 0"),
];

/// Colours of a picture that stands by itself: they hold on white and on black.
const STANDALONE: &str = r##".graph{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
.wave rect{fill:#8b949e;fill-opacity:.08}.wave text{fill:#737d88;text-anchor:middle;font-size:12px}
.edge{fill:none;stroke-width:1.5}.edge.implied{display:none}.edge.critical{stroke-width:3.2}
.edge.get_resource{stroke:#6e7a86}.edge.get_attr{stroke:#2b7bba;stroke-dasharray:9 3 2 3}.edge.depends_on{stroke:#a8741a;stroke-dasharray:6 4}.edge.heat{stroke:#a05a9c;stroke-dasharray:.1 4.5;stroke-linecap:round;stroke-width:2.2}
.edge.get_resource{marker-end:url(#tip-get_resource)}.edge.get_attr{marker-end:url(#tip-get_attr)}.edge.depends_on{marker-end:url(#tip-depends_on)}.edge.heat{marker-end:url(#tip-heat)}.tip path{stroke-width:1.3}.tip.get_resource path{fill:#6e7a86}.tip.get_attr path{fill:#fff;stroke:#2b7bba}.tip.depends_on path{fill:none;stroke:#a8741a;stroke-width:1.6}.tip.heat path{fill:#a05a9c}
.node rect{fill:#f6f8fa;stroke:#8b949e}.node.critical:not(.member)>rect{stroke:#57606a;stroke-width:2.4}.node.cluster>rect{fill:#e7ebef}.node.member rect{fill:#fff}
.node text{fill:#1f2328;font-weight:500}.node.member text{font-size:11.5px}.node .type{fill:#57606a;font-size:10.5px;font-weight:400}
use{fill:none;stroke-width:1.3;stroke-linejoin:round;stroke-linecap:round}
.bar{stroke-width:3;stroke-linecap:round}.compute .bar,.compute use{stroke:#0b62a8}.network .bar,.network use{stroke:#00705a}.storage .bar,.storage use{stroke:#a04a00}.heat .bar,.heat use{stroke:#6b4fa0}.bar{fill:none}
.node.create>rect{stroke-dasharray:6 3;stroke:#00856a;stroke-width:2}.node.update>rect{stroke:#a8741a;stroke-width:2}.node.replace>rect{stroke:#a05a9c;stroke-width:3}.mark circle{fill:#f6f8fa;stroke:#57606a}.mark text{text-anchor:middle;font-size:13px;font-weight:700}
.legend text{fill:#737d88;font-size:12px}.legend .head{font-weight:600}"##;

/// Text inside of SVG and HTML.
pub(crate) fn escape(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => result.push_str("&amp;"),
            '<' => result.push_str("&lt;"),
            '>' => result.push_str("&gt;"),
            '"' => result.push_str("&quot;"),
            '\'' => result.push_str("&#x27;"),
            // What no document may hold.
            '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                result.push('\u{fffd}')
            }
            other => result.push(other),
        }
    }
    result
}

/// The icon of a type.
fn icon(resource: &ResourcePlan) -> &'static str {
    let kind = resource.kind();
    if resource.template.is_some() {
        return "group";
    }
    match kind {
        "OS::Nova::Server" | "AWS::EC2::Instance" => return "server",
        _ => {}
    }
    match kind.rsplit("::").next().unwrap_or(kind) {
        "Net" | "Subnet" | "ProviderNet" => "net",
        "Router" | "RouterInterface" | "RouterGateway" => "router",
        "Port" | "Trunk" => "port",
        "FloatingIP" | "FloatingIPAssociation" | "EIP" | "EIPAssociation" => "address",
        "SecurityGroup" | "SecurityGroupRule" => "shield",
        "Volume" | "VolumeAttachment" | "Container" | "Share" => "volume",
        "KeyPair" | "Secret" => "key",
        "SoftwareConfig" | "CloudConfig" | "MultipartMime" | "StructuredConfig" => "text",
        "WaitCondition" | "WaitConditionHandle" | "SwiftSignal" | "SwiftSignalHandle" | "Delay" => "wait",
        "RandomString" => "random",
        _ if resource.nested.is_some() => "group",
        _ => "other",
    }
}

/// The class that colours a type.
pub(crate) fn service(resource: &ResourcePlan) -> &'static str {
    let mut parts = resource.kind().split("::").skip(1);
    match parts.next() {
        Some("Nova" | "EC2") => "compute",
        Some("Neutron" | "Octavia" | "Designate") => "network",
        Some("Cinder" | "Swift" | "Manila" | "Glance") => "storage",
        _ => "heat",
    }
}

/// How a picture is drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Drawing<'a> {
    pub(crate) report: &'a PlanReport<'a>,
    pub(crate) layout: &'a Layout,
    pub(crate) critical: bool,
    pub(crate) standalone: bool,
}

/// The graph as a picture that stands by itself.
#[must_use]
pub fn graph_svg(report: &PlanReport<'_>) -> String {
    let Some(plan) = report.plan else {
        return String::new();
    };
    let drawing = Drawing {
        report,
        layout: &layout(&plan.root),
        critical: true,
        standalone: true,
    };
    let mut svg = draw(&drawing);
    svg.push('\n');
    svg
}

/// The graph as a picture in somebody's page, which brings its own colours.
#[must_use]
pub fn panel_svg(report: &PlanReport<'_>) -> String {
    let Some(plan) = report.plan else {
        return String::new();
    };
    draw(&Drawing {
        report,
        layout: &layout(&plan.root),
        critical: true,
        standalone: false,
    })
}

fn mark(action: Action) -> Option<&'static str> {
    match action {
        Action::Create => Some("+"),
        Action::Update => Some("~"),
        Action::Replace => Some("±"),
        Action::Delete | Action::Unchanged => None,
    }
}

/// The picture.
pub(crate) fn draw(drawing: &Drawing<'_>) -> String {
    let (report, layout) = (drawing.report, drawing.layout);
    let Some(plan) = report.plan else {
        return String::new();
    };
    let chain: Vec<&str> = report
        .estimate
        .map(|it| it.critical_path.iter().map(String::as_str).collect())
        .unwrap_or_default();
    let changes: HashMap<&str, &Change> = report
        .update
        .map(|it| it.changes.iter().map(|it| (it.name.as_str(), it)).collect())
        .unwrap_or_default();
    let mut picture = Picture {
        drawing,
        chain,
        changes,
        out: String::new(),
    };
    let (wide, tall) = (
        layout.width.round(),
        layout.height.round() + if drawing.standalone { 78.0 } else { 0.0 },
    );
    let title = format!(
        "{}: {} resources in {} waves",
        plan.stack_name,
        plan.root.total(),
        plan.root.waves.len()
    );
    picture.begin(wide, tall, &title);
    for (number, (x, width)) in layout.places.iter().enumerate() {
        picture.line(&format!(
            "<g class=\"wave\"><rect x=\"{}\" y=\"4\" width=\"{}\" height=\"{}\" rx=\"8\"/><text x=\"{}\" y=\"22\">Wave {}</text></g>",
            x - 10.0,
            width + 20.0,
            layout.height.round() - 8.0,
            x + (width / 2.0).floor(),
            number + 1
        ));
    }
    picture.edges();
    for item in layout.columns.iter().flatten() {
        if let Item::Resource(index) = item {
            picture.node(*index);
        }
    }
    if drawing.standalone {
        picture.legend();
    }
    picture.out.push_str("</svg>");
    picture.out
}

struct Picture<'a> {
    drawing: &'a Drawing<'a>,
    chain: Vec<&'a str>,
    changes: HashMap<&'a str, &'a Change>,
    out: String,
}

impl Picture<'_> {
    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn begin(&mut self, wide: f64, tall: f64, title: &str) {
        let title = escape(title);
        self.line(&format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"graph\" viewBox=\"0 0 {wide} {tall}\" width=\"{wide}\" height=\"{tall}\" role=\"img\" aria-label=\"{title}\">"
        ));
        if self.drawing.standalone {
            self.line(&format!("<title>{title}</title>"));
            self.line(&format!("<style>{STANDALONE}</style>"));
        }
        let mut defs = String::from("<defs>");
        for (kind, path) in TIPS {
            let _ = write!(
                defs,
                "<marker id=\"tip-{kind}\" class=\"tip {kind}\" viewBox=\"0 0 8 8\" refX=\"1.5\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"{path}\"/></marker>"
            );
        }
        self.line(&defs);
        let mut used: BTreeSet<&'static str> = BTreeSet::new();
        for (index, resource) in self.resources().iter().enumerate() {
            used.insert(icon(resource));
            if let (Some(nested), Some(_)) = (&resource.nested, &self.drawing.layout.clusters[index]) {
                used.extend(nested.resources.iter().map(icon));
            }
        }
        let mut icons = String::new();
        for (name, path) in ICONS.iter().filter(|(name, _)| used.contains(name)) {
            let _ = write!(
                icons,
                "<path id=\"i-{name}\" transform=\"translate(9 12)\" d=\"{path}\"/>"
            );
        }
        self.line(&format!("{icons}</defs>"));
    }

    fn resources(&self) -> &[ResourcePlan] {
        self.drawing.report.plan.map_or(&[], |it| it.root.resources.as_slice())
    }

    fn name(&self, index: usize) -> &str {
        &self.resources()[index].name
    }

    /// True where one follows the other on the longest chain.
    fn is_hot(&self, edge: &Edge) -> bool {
        let pair = (self.name(edge.required), self.name(edge.requirer));
        self.chain.windows(2).any(|it| (it[0], it[1]) == pair)
    }

    fn edges(&mut self) {
        let layout = self.drawing.layout;
        let (leave, enter) = ports(layout);
        let mut edges: Vec<Edge> = layout.edges.clone();
        edges.sort_by_key(|it| (self.is_hot(it), !it.implied));
        for edge in edges {
            let mut classes = vec!["edge", KINDS[edge.kind]];
            if edge.implied {
                classes.push("implied");
            }
            if self.is_hot(&edge) && self.drawing.critical {
                classes.push("critical");
            }
            let line = format!(
                "<path class=\"{}\" data-to=\"{}\" data-from=\"{}\" d=\"{}\"/>",
                classes.join(" "),
                escape(self.name(edge.requirer)),
                escape(self.name(edge.required)),
                route(layout, &edge, &leave, &enter)
            );
            self.line(&line);
        }
    }

    fn badge(x: f64, y: f64, action: Option<Action>) -> String {
        match action.and_then(|it| Some((it, mark(it)?))) {
            Some((action, sign)) => format!(
                "<g class=\"mark {}\"><circle cx=\"{x}\" cy=\"{y}\" r=\"8.5\"/><text x=\"{x}\" y=\"{}\">{sign}</text></g>",
                action.name(),
                y + 4.5
            ),
            None => String::new(),
        }
    }

    fn node(&mut self, index: usize) {
        let layout = self.drawing.layout;
        let resources = self.resources();
        let resource = &resources[index];
        let frame = layout.frames[&Item::Resource(index)];
        let change = self.changes.get(resource.name.as_str()).copied();
        let action = change.map(|it| it.action);
        let critical = self.drawing.critical && self.chain.contains(&resource.name.as_str());
        let mut classes = vec!["node", service(resource)];
        if critical {
            classes.push("critical");
        }
        classes.extend(action.filter(|it| mark(*it).is_some()).map(Action::name));
        if layout.clusters[index].is_some() {
            classes.push("cluster");
        }
        let members = resource.nested.as_ref().filter(|it| is_group(it));
        let note = members.map(|it| format!(" × {}", it.resources.len()));
        let kind = format!("{}{}", short_type(&resource.type_name), note.as_deref().unwrap_or(""));
        let room = if note.is_some() { 34 } else { 20 };
        let mut text = format!(
            "<g class=\"{}\" data-name=\"{}\" transform=\"translate({} {})\"><rect width=\"{}\" height=\"{}\" rx=\"6\"/><path class=\"bar\" d=\"M2.5 6v{}\"/><use href=\"#i-{}\"/><text x=\"31\" y=\"17\">{}</text><text class=\"type\" x=\"31\" y=\"31\">{}</text>{}</g>",
            classes.join(" "),
            escape(&resource.name),
            frame.x,
            frame.y,
            frame.width,
            frame.height,
            frame.height - 12.0,
            icon(resource),
            escape(&cut(&resource.name, 24, "…")),
            escape(&cut(&kind, room, "…")),
            Self::badge(frame.width - 3.0, 3.0, action)
        );
        text.push('\n');
        if let (Some(cluster), Some(nested)) = (&layout.clusters[index], &resource.nested) {
            let inner = frame.width - 2.0 * PAD - (cluster.columns - 1) as f64 * cluster.gap;
            let width = (inner / cluster.columns as f64).floor();
            let spot = |column: usize, row: usize| {
                (
                    frame.x + PAD + column as f64 * (width + cluster.gap),
                    frame.y + HEIGHT + 2.0 + row as f64 * (CELL_HEIGHT + 6.0),
                )
            };
            let at: HashMap<usize, (f64, f64)> = cluster
                .cells
                .iter()
                .filter_map(|cell| Some((cell.member?, spot(cell.column, cell.row))))
                .collect();
            for cell in &cluster.cells {
                let Some(member) = cell.member else { continue };
                for requirement in &nested.resources[member].requires {
                    let (Some((a, b)), Some((c, d))) = (at.get(&requirement.resource), at.get(&member)) else {
                        continue;
                    };
                    let points = [(a + width, b + CELL_HEIGHT / 2.0), (c - 7.0, d + CELL_HEIGHT / 2.0)];
                    let kind = requirement.because.first().map_or("get_resource", |it| it.kind.name());
                    let _ = writeln!(
                        text,
                        "<path class=\"edge inner {kind}\" data-to=\"{}/{}\" data-from=\"{}/{}\" d=\"{}\"/>",
                        escape(&resource.name),
                        escape(&nested.resources[member].name),
                        escape(&resource.name),
                        escape(&nested.resources[requirement.resource].name),
                        path(&points)
                    );
                }
            }
            for cell in &cluster.cells {
                let (x, y) = spot(cell.column, cell.row);
                let Some(member) = cell.member else {
                    let _ = writeln!(
                        text,
                        "<g class=\"member\" transform=\"translate({x} {y})\"><text class=\"type\" x=\"8\" y=\"17\">… {} more</text></g>",
                        cell.more
                    );
                    continue;
                };
                let member = &nested.resources[member];
                let inside = change.and_then(|it| it.nested.iter().find(|it| it.name == member.name));
                let action = inside.map(|it| it.action);
                let shown = if is_group(nested) {
                    label(member)
                } else {
                    member.name.to_string()
                };
                let extra = action
                    .filter(|it| mark(*it).is_some())
                    .map_or(String::new(), |it| format!(" {}", it.name()));
                let _ = writeln!(
                    text,
                    "<g class=\"node member {}{extra}{}\" data-name=\"{}/{}\" transform=\"translate({x} {y})\"><rect width=\"{width}\" height=\"{CELL_HEIGHT}\" rx=\"5\"/><use href=\"#i-{}\" x=\"-5\" y=\"-7\"/><text x=\"23\" y=\"17\">{}</text>{}</g>",
                    service(member),
                    if critical { " critical" } else { "" },
                    escape(&resource.name),
                    escape(&member.name),
                    icon(member),
                    escape(&cut(&shown, 14, "…")),
                    Self::badge(width - 3.0, 2.0, action)
                );
            }
        }
        self.out.push_str(&text);
    }

    fn legend(&mut self) {
        let layout = self.drawing.layout;
        let estimate: Option<&Estimate> = self.drawing.report.estimate;
        let mut y = layout.height + 16.0;
        let mut out = format!(
            "<g class=\"legend\"><text x=\"{LEFT}\" y=\"{}\" class=\"head\">A → B: B waits for A</text>",
            (y + 4.0).round()
        );
        let mut x = LEFT + 160.0;
        let kinds = [
            ("get_resource", "get_resource"),
            ("get_attr", "get_attr"),
            ("depends_on", "depends_on"),
            ("heat", "added by Heat"),
        ];
        for (kind, text) in kinds {
            let _ = write!(
                out,
                "<path class=\"edge {kind}\" d=\"M{x} {}H{}\"/><text x=\"{}\" y=\"{}\">{text}</text>",
                y.round(),
                x + 40.0,
                x + 54.0,
                (y + 4.0).round()
            );
            x += (54.0 + 7.2 * text.len() as f64 + 26.0).round();
        }
        if let Some(estimate) = estimate {
            let _ = write!(
                out,
                "<path class=\"edge get_resource critical\" d=\"M{x} {}H{}\"/><text x=\"{}\" y=\"{}\">longest chain, {}</text>",
                y.round(),
                x + 40.0,
                x + 54.0,
                (y + 4.0).round(),
                long_clock(estimate.seconds)
            );
        }
        y += 28.0;
        let _ = write!(
            out,
            "<text x=\"{LEFT}\" y=\"{}\" class=\"head\">Colour of the bar</text>",
            (y + 4.0).round()
        );
        x = LEFT + 160.0;
        for (class, text) in [
            ("compute", "Nova"),
            ("network", "Neutron"),
            ("storage", "Cinder"),
            ("heat", "Heat"),
        ] {
            let _ = write!(
                out,
                "<g class=\"node {class}\"><path class=\"bar\" d=\"M{} {}v16\"/></g><text x=\"{}\" y=\"{}\">{text}</text>",
                x + 2.0,
                (y - 8.0).round(),
                x + 10.0,
                (y + 4.0).round()
            );
            x += (10.0 + 7.2 * text.len() as f64 + 26.0).round();
        }
        let implied = layout.edges.iter().filter(|it| it.implied).count();
        let disabled: Vec<&str> = self
            .drawing
            .report
            .plan
            .map(|it| it.root.disabled.iter().map(|it| it.name.as_str()).collect())
            .unwrap_or_default();
        let off = if disabled.is_empty() {
            String::new()
        } else {
            format!("; disabled: {}", disabled.join(", "))
        };
        let text = format!(
            "{} edges, {implied} not drawn because a longer path says the same{off}",
            layout.edges.len()
        );
        let _ = write!(
            out,
            "<text x=\"{}\" y=\"{}\">{}</text></g>",
            x + 20.0,
            (y + 4.0).round(),
            escape(&text)
        );
        self.line(&out);
    }
}

type Ports = HashMap<(Item, Item), f64>;

/// Where each neighbour leaves and enters a box: spread over the middle of its side, in the order of the other ends.
fn ports(layout: &Layout) -> (Ports, Ports) {
    let side = |near: &HashMap<Item, Vec<Item>>| {
        let mut side: Ports = HashMap::new();
        for item in layout.columns.iter().flatten() {
            let Some(others) = near.get(item) else { continue };
            let frame = layout.frames[item];
            let mut others = others.clone();
            others.sort_by(|a, b| {
                let middle = |it: &Item| layout.frames[it].y + layout.frames[it].height / 2.0;
                middle(a).total_cmp(&middle(b)).then(a.cmp(b))
            });
            let is_bend = matches!(item, Item::Bend(..));
            let room = (frame.height - 14.0) / (others.len().saturating_sub(1).max(1)) as f64;
            let step = if is_bend { 0.0 } else { room.min(6.0) };
            let middle = frame.y
                + if frame.height > HEIGHT && !is_bend {
                    HEIGHT / 2.0
                } else {
                    frame.height / 2.0
                };
            for (place, other) in others.iter().enumerate() {
                let offset = place as f64 - (others.len() - 1) as f64 / 2.0;
                side.insert((*item, *other), middle + offset * step);
            }
        }
        side
    };
    (side(&layout.after), side(&layout.before))
}

/// A path through points in pairs: straight inside a column, a curve between two.
fn path(points: &[(f64, f64)]) -> String {
    let Some((x, y)) = points.first() else {
        return String::new();
    };
    let mut out = format!("M{} {}", x.round(), y.round());
    for pair in points.windows(2) {
        let ((a, b), (c, d)) = (pair[0], pair[1]);
        if b.round() == d.round() {
            let _ = write!(out, "H{}", c.round());
        } else {
            let middle = ((a + c) / 2.0).round();
            let _ = write!(
                out,
                "C{middle} {} {middle} {} {} {}",
                b.round(),
                d.round(),
                c.round(),
                d.round()
            );
        }
    }
    out
}

fn route(layout: &Layout, edge: &Edge, leave: &Ports, enter: &Ports) -> String {
    let (from, to) = (Item::Resource(edge.required), Item::Resource(edge.requirer));
    let mut stops = vec![from];
    stops.extend((layout.wave[edge.required] + 1..layout.wave[edge.requirer]).map(|it| Item::Bend(edge.required, it)));
    stops.push(to);
    let mut points = Vec::new();
    for pair in stops.windows(2) {
        let (Some(out), Some(into)) = (leave.get(&(pair[0], pair[1])), enter.get(&(pair[1], pair[0]))) else {
            // An implied edge has no path of its own.
            let (a, b) = (layout.frames[&from], layout.frames[&to]);
            return path(&[
                (a.x + a.width, a.y + a.height.min(HEIGHT) / 2.0),
                (b.x - 7.0, b.y + b.height.min(HEIGHT) / 2.0),
            ]);
        };
        let (a, b) = (layout.frames[&pair[0]], layout.frames[&pair[1]]);
        points.push((a.x + a.width, *out));
        points.push((b.x - if pair[1] == to { 7.0 } else { 0.0 }, *into));
    }
    path(&points)
}
