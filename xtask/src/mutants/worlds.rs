//! Changes of the world around a template: it becomes a nested one, it is given other environments, or values of all kinds.

use std::path::Path;

use hotkit_model::{FileKind, Parameter, ParameterType, Template};
use serde_json::{Map, Value, json};

use crate::case::Case;
use crate::mutants::make::{changed_template, read, renamed, write};
use crate::mutants::random::Random;
use crate::mutants::target::Target;

/// A case in another world; `None` where what was drawn does not fit.
pub(crate) fn world(work: &Path, origin: &Case, number: usize, random: &mut Random) -> Result<Option<Case>, String> {
    let Some(text) = read(work, &origin.template) else {
        return Ok(None);
    };
    let target = Target::new(&text, FileKind::Template);
    let Some(template) = target.template().filter(|it| !it.resources.is_empty()) else {
        return Ok(None);
    };
    let mut world = World {
        work,
        number,
        text: &text,
        target: &target,
        template,
        case: Case {
            origin: Some(origin.id.clone()),
            ..origin.clone()
        },
    };
    let name = match random.below(4) {
        0 | 1 => world.nest(random)?,
        2 => world.surround(random)?,
        _ => world.give(random)?,
    };
    Ok(name.map(|name| {
        world.case.id = format!("{number:05}-{name}");
        world.case
    }))
}

struct World<'w> {
    work: &'w Path,
    number: usize,
    text: &'w str,
    target: &'w Target,
    template: &'w Template,
    case: Case,
}

/// Forms of a resource that holds the template; `<T>` is its type, `<P>` its properties.
const HOLDERS: [&str; 16] = [
    "type: <T>, properties: <P>",
    "type: <T>, properties: <P>",
    "type: <T>, properties: <P>, metadata: {a: b}, deletion_policy: Retain, update_policy: {a: b}",
    "type: <T>, properties: <P>, deletion_policy: Snapshot",
    "type: <T>, properties: <P>, external_id: abc",
    "type: <T>, properties: <P>, condition: {equals: [1, 2]}",
    "type: <T>, properties: <P>, depends_on: inner",
    "type: <T>, properties: {get_param: 'OS::stack_name'}",
    "type: OS::Heat::ResourceGroup, properties: {resource_def: {type: <T>, properties: <P>}}",
    "type: OS::Heat::ResourceGroup, properties: {count: 0, resource_def: {type: <T>, properties: <P>}}",
    "type: OS::Heat::ResourceGroup, properties: {count: 2, resource_def: {type: <T>, properties: <P>, metadata: {a: b}}}",
    "type: OS::Heat::AutoScalingGroup, properties: {min_size: 1, max_size: 2, resource: {type: <T>, properties: <P>}}",
    "type: OS::Heat::AutoScalingGroup, properties: {min_size: 0, max_size: 2, resource: {type: <T>, properties: <P>}}",
    "type: OS::Heat::ResourceChain, properties: {resources: [<T>], resource_properties: <P>}",
    "type: OS::Heat::ResourceGroup, properties: {resource_def: {type: OS::Heat::ResourceGroup, properties: \
     {resource_def: {type: <T>, properties: <P>}}}}",
    "type: OS::Heat::Stack, properties: {template: {get_file: <T>}, parameters: <P>}",
];

/// What the outer template asks of it.
const ASKED: [&str; 14] = [
    "{get_attr: [inner, zz]}",
    "{get_attr: [inner, OUTPUT]}",
    "{get_attr: [inner, show]}",
    "{get_attr: [inner]}",
    "{get_attr: [inner, outputs]}",
    "{get_attr: [inner, outputs, OUTPUT]}",
    "{get_attr: [inner, attributes, OUTPUT]}",
    "{get_attr: [inner, resource.0]}",
    "{get_attr: [inner, resource.0.OUTPUT]}",
    "{get_attr: [inner, resource.NAME]}",
    "{get_attr: [inner, resource.NAME, show]}",
    "{get_attr: [inner, refs]}",
    "{get_resource: inner}",
    "{get_resource: nope}",
];

/// Values of properties that parameters of a nested template take.
const PASSED: [&str; 24] = [
    "5",
    "5.5",
    "'5'",
    "true",
    "'true'",
    "'yes'",
    "null",
    "''",
    "x",
    "[]",
    "[a, b]",
    "[1, 2]",
    "[{a: b}, {c: d}]",
    "[a, {b: c}]",
    "[null, a]",
    "{}",
    "{a: b}",
    "'{\"a\": 1}'",
    "'{a'",
    "{get_param: 'OS::stack_name'}",
    "{get_param: nope}",
    "{get_attr: [other, value]}",
    "{get_resource: other}",
    "{list_join: [',', [a, 5]]}",
];

impl World<'_> {
    /// The template becomes a nested one of another, changed by a step of its own more often than not.
    fn nest(&mut self, random: &mut Random) -> Result<Option<String>, String> {
        if !self.case.environments.is_empty() {
            return Ok(None);
        }
        let (inner, change) = match random.below(3) {
            0 => (self.text.to_owned(), "as-is"),
            _ => match changed_template(self.text, random) {
                Some(changed) => changed,
                None => return Ok(None),
            },
        };
        let path = renamed(&self.case.template, self.number);
        write(self.work, &path, &inner)?;
        let file = path.rsplit('/').next().unwrap_or(&path).to_owned();
        let mut properties = self.properties();
        let mut odd = None;
        if random.below(2) == 0 {
            match random.below(4) {
                0 if !properties.is_empty() => {
                    let name = properties.keys().nth(random.below(properties.len())).cloned();
                    name.and_then(|it| properties.remove(&it));
                }
                1 => drop(properties.insert("nope".into(), json!(1))),
                _ => {
                    let parameter = random.pick(&self.template.parameters);
                    odd = parameter.map(|it| it.name.text.to_string()).zip(random.pick(&PASSED));
                }
            }
        }
        if let Some((name, _)) = &odd {
            properties.remove(name);
        }
        let mut written = Value::Object(properties).to_string();
        if let Some((name, value)) = odd {
            let comma = if written == "{}" { "" } else { ", " };
            written = format!("{{\"{name}\": {value}{comma}{}", &written[1..]);
        }
        let mapped = random.below(4);
        let type_name = match mapped {
            0 => "My::Inner".to_owned(),
            1 => "OS::Heat::RandomString".to_owned(),
            _ => format!("'{file}'"),
        };
        let holder = random.pick(&HOLDERS).copied().unwrap_or_default();
        let output = self.template.outputs.first().map_or("zz", |it| it.name.text.as_str());
        let asked = random.pick(&ASKED).copied().unwrap_or_default();
        let asked = asked
            .replace("OUTPUT", &format!("'{output}'"))
            .replace("resource.0.'", "'resource.0.")
            .replace("NAME", self.template.resources[0].name.text.as_str());
        let outer = format!(
            "heat_template_version: 2021-04-16\nresources:\n  other: {{type: OS::Heat::RandomString}}\n  inner: {{{}}}\n\
             outputs:\n  o: {{value: {asked}}}\n",
            holder.replace("<T>", &type_name).replace("<P>", &written)
        );
        let outer_path = renamed(&path, self.number);
        write(self.work, &outer_path, &outer)?;
        self.case.template = outer_path;
        self.case.parameters.clear();
        if mapped < 2 {
            let defaults = if random.below(2) == 0 { "{nope: 1}" } else { "{}" };
            let registry = format!("resource_registry: {{'{type_name}': '{file}'}}\nparameter_defaults: {defaults}\n");
            self.environment(&registry)?;
        }
        Ok(Some(format!("outer-{change}")))
    }

    /// What the case gives to the parameters, as properties of the resource around.
    fn properties(&self) -> Map<String, Value> {
        let given = self.case.parameters.iter();
        given
            .filter_map(|(name, value)| {
                let parameter = self.template.parameter(name)?;
                Some((name.clone(), typed(parameter, value)))
            })
            .collect()
    }

    fn environment(&mut self, text: &str) -> Result<(), String> {
        let folder = self.case.template.rsplit_once('/').map_or("", |(folder, _)| folder);
        let count = self.case.environments.len();
        let path = format!("{folder}/world{count}.m{:05}.yaml", self.number);
        let path = path.trim_start_matches('/').to_owned();
        write(self.work, &path, text)?;
        self.case.environments.push(path);
        Ok(())
    }

    /// Other environments: values of all kinds in one file or in two, mappings of the types that the template uses.
    fn surround(&mut self, random: &mut Random) -> Result<Option<String>, String> {
        if random.below(2) == 0 {
            let mapping = self.mapping(random);
            self.environment(&mapping)?;
            return Ok(Some("registry".to_owned()));
        }
        let Some(parameter) = random.pick(&self.template.parameters) else {
            return Ok(None);
        };
        let name = parameter.name.text.to_string();
        let mut draw = |items: &[&'static str]| random.pick(items).copied().unwrap_or_default();
        const STRATEGIES: [&str; 10] = [
            "{default: merge}",
            "{default: deep_merge}",
            "{default: overwrite}",
            "{default: nope}",
            "{'<N>': merge}",
            "{'<N>': deep_merge}",
            "{'<N>': overwrite}",
            "{'<N>': nope}",
            "{nope: merge}",
            "{default: merge, '<N>': deep_merge}",
        ];
        let strategies = [draw(&STRATEGIES), draw(&STRATEGIES)].map(|it| it.replace("<N>", &name));
        let values = [draw(&GIVEN), draw(&GIVEN)];
        let section = draw(&["parameters", "parameters", "parameter_defaults"]);
        let form = draw(&["one", "two", "two", "cleared"]);
        let line = |value: &str| format!("{section}: {{'{name}': {value}}}\n");
        if form == "cleared" {
            self.case.parameters.retain(|(it, _)| *it != name);
        }
        self.environment(&format!(
            "{}parameter_merge_strategies: {}\n",
            line(values[0]),
            strategies[0]
        ))?;
        if form == "two" {
            self.environment(&format!(
                "{}parameter_merge_strategies: {}\n",
                line(values[1]),
                strategies[1]
            ))?;
        }
        Ok(Some(format!("values-{form}")))
    }

    fn mapping(&self, random: &mut Random) -> String {
        const FORMS: [&str; 34] = [
            "{'<T>': OS::Heat::None}",
            "{'<T>': OS::Heat::RandomString}",
            "{'<T>': '<T>'}",
            "{'<T>': '<U>'}",
            "{'<T>': '<U>', '<U>': '<T>'}",
            "{'<T>': OS::Nope::Nope}",
            "{'<T>': nope.yaml}",
            "{'<T>': null}",
            "{'<T>': 5}",
            "{'<T>': {a: b}}",
            "{'<T>': {hooks: pre-create}}",
            "{'<T>': [a]}",
            "{'<T>': ''}",
            "{'<T>': My::A, 'My::A': My::B, 'My::B': OS::Heat::None}",
            "{'<T>': My::A, 'My::*': OS::Heat::None}",
            "{'<S>*': OS::Heat::None}",
            "{'<S>*': 'OS::Heat::*'}",
            "{'<S>*': '<S>*'}",
            "{'<S>*': '<T>'}",
            "{'<S>*': OS::Heat::None, '<T>': '<T>'}",
            "{'OS::*': OS::Heat::None}",
            "{'*': OS::Heat::None}",
            "{'OS::*': nope.yaml}",
            "{resources: {'<N>': {'<T>': OS::Heat::None}}}",
            "{resources: {'<N>': {'<T>': OS::Nope::Nope}}}",
            "{resources: {'*': {'<T>': OS::Heat::None}}}",
            "{resources: {'<N>': {'<U>': OS::Heat::None}}}",
            "{resources: {'<N>': {hooks: [pre-create, post-update]}}}",
            "{resources: {'<N>': {hooks: pre-nope}}}",
            "{resources: {'<N>': {restricted_actions: replace}}}",
            "{resources: {'<N>': {restricted_actions: [update, delete]}}}",
            "{resources: {'<N>': {'<N>': {'<T>': OS::Heat::None}}}}",
            "{resources: {'<N>': null}}",
            "{base_url: 'file:///nope/', '<T>': OS::Heat::None}",
        ];
        const OTHERS: [&str; 12] = [
            "",
            "",
            "",
            "",
            "event_sinks: [{type: zaqar-queue, target: a, ttl: 1}]\n",
            "event_sinks: [{type: zaqar-queue, nope: a}]\n",
            "event_sinks: {}\n",
            "encrypted_param_names: [a]\n",
            "encrypted_param_names: a\n",
            "parameters: {}\n",
            "parameter_defaults: {'OS::stack_name': x}\n",
            "parameter_merge_strategies: {default: merge}\n",
        ];
        let resources = &self.template.resources;
        let type_at = |index: usize| {
            let resource_type = resources[index % resources.len()].resource_type.as_ref();
            resource_type.map_or("OS::Heat::None", |it| it.text.as_str())
        };
        let index = random.below(resources.len());
        let space = type_at(index).rsplit_once("::").map_or("OS::", |(space, _)| space);
        let space = format!("{}::", space.trim_end_matches("::"));
        let form = random.pick(&FORMS).copied().unwrap_or_default();
        let form = form
            .replace("<T>", type_at(index))
            .replace("<U>", type_at(index + 1))
            .replace("<S>", &space)
            .replace("<N>", resources[index].name.text.as_str());
        format!(
            "resource_registry: {form}\n{}",
            random.pick(&OTHERS).copied().unwrap_or_default()
        )
    }

    /// A parameter of its own with constraints, and a value of any kind for it.
    fn give(&mut self, random: &mut Random) -> Result<Option<String>, String> {
        if self.template.is_cfn() {
            return Ok(None);
        }
        let parameter_type = random.pick(&TYPES).copied().unwrap_or_default();
        let constraint = random.pick(&CONSTRAINTS).copied().unwrap_or_default();
        let default = match random.below(3) {
            0 => format!(", default: {}", random.pick(&GIVEN).copied().unwrap_or_default()),
            _ => String::new(),
        };
        let definition = format!("zz_given: {{type: {parameter_type}, constraints: {constraint}{default}}}");
        let parameters = match self.template.parameters.first() {
            Some(first) => self.target.add_sibling(first.name.range, &definition),
            None => {
                let root = self.target.document.tree.root();
                root.and_then(|root| self.target.add_to(root, &format!("parameters: {{{definition}}}")))
            }
        };
        let reader = random.pick(&READERS).copied().unwrap_or_default();
        let resource = self
            .target
            .add_sibling(self.template.resources[0].name.range, &format!("zz_reader: {reader}"));
        let (Some(parameters), Some(resource)) = (parameters, resource) else {
            return Ok(None);
        };
        let mut edits = [parameters, resource];
        edits.sort_by_key(|it| it.range.start());
        let Some(text) = hotkit_text::apply_edits(self.text, &edits) else {
            return Ok(None);
        };
        let path = renamed(&self.case.template, self.number);
        write(self.work, &path, &text)?;
        self.case.template = path;
        let value = random.pick(&GIVEN).copied().unwrap_or_default();
        match random.below(4) {
            0 => self.environment(&format!("parameters: {{zz_given: {value}}}\n"))?,
            1 => self.environment(&format!("parameter_defaults: {{zz_given: {value}}}\n"))?,
            2 => {}
            _ => {
                let value = value.trim_matches(['\'', '"']).to_owned();
                self.case.parameters.push(("zz_given".to_owned(), value));
            }
        }
        Ok(Some("given".to_owned()))
    }
}

/// A value of the command line in the type of its parameter, as one writes it in a template.
fn typed(parameter: &Parameter, value: &str) -> Value {
    match parameter.parameter_type {
        Some(ParameterType::Number | ParameterType::Boolean | ParameterType::Json) => {
            serde_json::from_str(value).unwrap_or_else(|_| json!(value))
        }
        _ => json!(value),
    }
}

const TYPES: [&str; 5] = ["string", "number", "boolean", "json", "comma_delimited_list"];

/// Values for parameters, in environments as they are, on the command line as their text.
const GIVEN: [&str; 40] = [
    "5",
    "'5'",
    "' 5 '",
    "'1_000'",
    "5.0",
    "'5.5'",
    "1e3",
    "'1e3'",
    "'0x10'",
    "nan",
    "-1",
    "0",
    "10",
    "true",
    "'true'",
    "' Yes '",
    "'off'",
    "'2'",
    "null",
    "''",
    "x",
    "abc",
    "'a,b'",
    "'a, b'",
    "','",
    "[a, b]",
    "[1, 2]",
    "[]",
    "[[a], {b: c}]",
    "{}",
    "{a: 1}",
    "{a: {b: [1]}}",
    "'{\"a\": 1}'",
    "'[1, 2]'",
    "'{a: 1}'",
    "10.0.0.1",
    "10.0.0.0/24",
    "'00:11:22:33:44:55'",
    "é",
    "2001-12-14",
];

const CONSTRAINTS: [&str; 40] = [
    "[]",
    "[{length: {min: 2}}]",
    "[{length: {max: 1}}]",
    "[{length: {min: 1, max: 3}}]",
    "[{length: {min: '2'}}]",
    "[{range: {min: 3}}]",
    "[{range: {max: 5}}]",
    "[{range: {min: 1.5, max: 5.5}}]",
    "[{range: {min: 9, max: 1}}]",
    "[{range: {min: '3'}}]",
    "[{modulo: {step: 5, offset: 0}}]",
    "[{modulo: {step: -5, offset: -1}}]",
    "[{modulo: {step: 2, offset: 1}}, {range: {max: 7}}]",
    "[{allowed_values: [5, x]}]",
    "[{allowed_values: ['5', abc]}]",
    "[{allowed_values: [true, 1]}]",
    "[{allowed_values: ['yes', 'off']}]",
    "[{allowed_values: [a, b]}]",
    "[{allowed_values: [1, 2]}]",
    "[{allowed_values: [[a], {a: 1}]}]",
    "[{allowed_values: []}]",
    "[{allowed_values: [null, '']}]",
    "[{allowed_pattern: '[a-z]+'}]",
    "[{allowed_pattern: 'a|abc'}]",
    "[{allowed_pattern: '^[a-z]*$'}]",
    "[{allowed_pattern: '(?i)ABC'}]",
    "[{allowed_pattern: '\\d+(\\.\\d+)?'}]",
    "[{allowed_pattern: '(?P<a>x)(?P=a)?'}]",
    "[{allowed_pattern: '[\\w,]{2,}'}]",
    "[{custom_constraint: ip_addr}]",
    "[{custom_constraint: net_cidr}]",
    "[{custom_constraint: mac_addr}]",
    "[{custom_constraint: dns_name}]",
    "[{custom_constraint: cron_expression}]",
    "[{custom_constraint: timezone}]",
    "[{custom_constraint: iso_8601}]",
    "[{custom_constraint: nova.flavor}]",
    "[{custom_constraint: nope}]",
    "[{length: {min: 1}, description: too short}, {allowed_pattern: 'x*'}]",
    "[{allowed_values: [x], allowed_pattern: 'y'}]",
];

/// Who reads the parameter.
const READERS: [&str; 16] = [
    "{type: OS::Heat::Value, properties: {value: {get_param: zz_given}}}",
    "{type: OS::Heat::Value, properties: {type: string, value: {get_param: zz_given}}}",
    "{type: OS::Heat::Value, properties: {type: number, value: {get_param: zz_given}}}",
    "{type: OS::Heat::Value, properties: {type: boolean, value: {get_param: zz_given}}}",
    "{type: OS::Heat::Value, properties: {type: json, value: {get_param: zz_given}}}",
    "{type: OS::Heat::Value, properties: {type: comma_delimited_list, value: {get_param: zz_given}}}",
    "{type: OS::Heat::RandomString, properties: {length: {get_param: zz_given}}}",
    "{type: OS::Heat::RandomString, properties: {salt: {get_param: zz_given}}}",
    "{type: OS::Heat::Value, properties: {value: {get_param: [zz_given, 0]}}}",
    "{type: OS::Heat::RandomString, properties: {length: {get_param: [zz_given, a]}}}",
    "{type: OS::Heat::RandomString, properties: {salt: {list_join: ['-', {get_param: zz_given}]}}}",
    "{type: OS::Heat::RandomString, properties: {salt: {str_replace: {template: a, params: {a: {get_param: zz_given}}}}}}",
    "{type: OS::Neutron::Net, properties: {shared: {get_param: zz_given}, tags: {get_param: zz_given}}}",
    "{type: OS::Heat::ResourceGroup, properties: {count: {get_param: zz_given}, resource_def: {type: OS::Heat::None}}}",
    "{type: OS::Heat::None, properties: {a: {get_param: zz_given}}}",
    "{type: OS::Heat::Value, properties: {value: {str_split: [',', {get_param: zz_given}, 0]}}}",
];
