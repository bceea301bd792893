"""Resources of services that are not here: schemata, translation, validation and hidden edges are Heat's, the work is none.

Whatever would ask another service answers at once: what is created gets a fresh id, attributes are texts, names stand for
themselves, and what waits for a guest's signal has it.
"""
import importlib
import inspect
import pkgutil
import uuid

import heat.engine.resources.aws
import heat.engine.resources.openstack
from heat.engine import attributes, constraints, function, resource, translation
from heat.engine.clients.os import heat_plugin

# Resources that Heat carries out by itself stay as they are, but for those that wait for somebody or go elsewhere.
OWN = ('heat.engine.resources.openstack.heat.', 'heat.engine.resources.aws.autoscaling.', 'heat.engine.resources.aws.cfn.')
DEPLOYMENTS = ('OS::Heat::SoftwareDeployment', 'OS::Heat::StructuredDeployment')
WAITING = ('OS::Heat::WaitCondition', 'AWS::CloudFormation::WaitCondition') + DEPLOYMENTS
ELSEWHERE = ('OS::Heat::SwiftSignal', 'OS::Heat::SwiftSignalHandle', 'OS::Heat::Stack')


# Every service is in the catalogue, and Heat's own API has an address.
resource.Resource.is_service_available = classmethod(lambda cls, context: (True, None))
for name in ('get_heat_url', 'get_heat_cfn_url', 'get_cfn_metadata_server_url'):
    setattr(heat_plugin.HeatClientPlugin, name, lambda self, *_: 'http://heat.example/v1')


def keep(value, *_, **__):
    """A name is the id of what it names."""
    return function.resolve(value) if isinstance(value, function.Function) else value


translation.resolve_and_find = keep


class Values(dict):
    """What a cloud would say of a thing: any key has a value, and the usual ones outlast the database."""

    def __init__(self):
        super().__init__({key: value_of(key, None) for key in ('ip_address', 'subnet_id', 'addr', 'id', 'name')})

    def __missing__(self, key):
        return value_of(str(key), None)


def value_of(name, kind):
    if kind == attributes.Schema.LIST:
        return [Values(), Values()]
    if kind == attributes.Schema.MAP:
        return Values()
    if name.endswith(('ip', 'address')):
        return '192.0.2.1'
    return 'the ' + name


def fake(cls):
    class Fake(cls):
        def handle_create(self):
            self.resource_id_set(str(uuid.uuid4()))

        def handle_update(self, json_snippet, tmpl_diff, prop_diff):
            pass

        def handle_nothing(self, *_):
            pass

        def complete(self, *_):
            return True

        def prepare_for_replace(self):
            pass

        def restore_prev_rsrc(self, convergence=False):
            pass

        handle_delete = handle_check = handle_suspend = handle_resume = handle_nothing
        check_create_complete = check_update_complete = check_delete_complete = complete
        check_suspend_complete = check_resume_complete = complete

        def _show_resource(self):
            return {}

        def _resolve_attribute(self, name):
            schema = self.attributes_schema.get(name)
            return value_of(name, schema.type if schema else None)

        _resolve_any_attribute = _resolve_attribute

        def get_live_state(self, _):
            return {}

        def needs_replace_failed(self):
            return False

        def validate(self):
            try:
                return super().validate()
            except Exception as error:
                if 'endpoint' in str(error).lower() or 'EndpointNotFound' in type(error).__name__:
                    return None
                raise

    Fake.__name__, Fake.__module__, Fake.__doc__ = cls.__name__, cls.__module__, cls.__doc__
    return Fake


def modules(package):
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):
        if not found.ispkg:
            try:
                yield importlib.import_module(found.name)
            except ImportError:
                continue


def resource_mapping():
    mapping = {}
    for package in (heat.engine.resources.openstack, heat.engine.resources.aws):
        for module in modules(package):
            give = getattr(module, 'resource_mapping', None) or getattr(module, 'available_resource_mapping', None)
            for name, cls in (give() if give else {}).items():
                if not (inspect.isclass(cls) and issubclass(cls, resource.Resource)):
                    continue
                if not module.__name__.startswith(OWN) or name in WAITING + ELSEWHERE:
                    mapping[name] = fake(cls)
                if name in DEPLOYMENTS:
                    mapping[name].get_attribute = lambda self, key, *path: value_of(str(key), None)
    return mapping


class Anything(constraints.BaseCustomConstraint):
    def validate(self, value, context):
        return True


def constraint_mapping():
    from importlib import metadata
    # A name with a dot asks a service; the others look at the text alone.
    return {it.name: Anything for it in metadata.entry_points(group='heat.constraints') if '.' in it.name}
