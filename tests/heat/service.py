"""The real heat-api and heat-engine in one process, without a cloud: service.py PORT FOLDER.

Messages go in memory, nobody is asked who he is, and Keystone is the fake that Heat brings for its own tests. Resources of
other services are replaced by plugins/fake_cloud.py. The database is the PostgreSQL that HEAT_DATABASE names: the engine's
parallel threads need one that takes parallel writers.
"""
import os
import socketserver
import sys

PORT, FOLDER = int(sys.argv[1]), os.path.abspath(sys.argv[2])
HERE = os.path.dirname(os.path.abspath(__file__))
ETC = os.path.join(sys.prefix, 'etc', 'heat')

CONFIGURATION = f"""[DEFAULT]
keystone_backend = heat.engine.clients.os.keystone.fake_keystoneclient.FakeKeystoneClient
deferred_auth_method = password
auth_encryption_key = 0123456789abcdef0123456789abcdef
environment_dir = {ETC}/environment.d
template_dir = {ETC}/templates
plugin_dirs = {HERE}/plugins
convergence_engine = true
num_engine_workers = 1
stack_domain_admin = nobody
stack_domain_admin_password = nothing
stack_user_domain_name = heat
host = here
executor_thread_pool_size = 16
rpc_response_timeout = 60
[database]
connection = {os.environ['HEAT_DATABASE']}
[paste_deploy]
flavor = noauth
api_paste_config = {ETC}/api-paste.ini
[oslo_policy]
enforce_scope = false
enforce_new_defaults = false
[noauth]
token_response = {FOLDER}/token.json
[cache]
enabled = false
"""


class Server(socketserver.ThreadingMixIn):
    daemon_threads = True


def main():
    path = os.path.join(FOLDER, 'heat.conf')
    with open(path, 'w', encoding='utf-8') as file:
        file.write(CONFIGURATION)

    from oslo_service import backend
    backend.init_backend(backend.BackendType.THREADING)
    from oslo_config import cfg
    from oslo_log import log
    log.register_options(cfg.CONF)
    from heat.common import config, messaging
    cfg.CONF(['--config-file', path], project='heat', prog='heat-engine')
    log.setup(cfg.CONF, 'heat')
    from heat.db import migration
    migration.db_sync()
    messaging.setup(url='fake://')
    from heat.engine import service, template
    template._get_template_extension_manager()
    from heat.rpc import api
    service.EngineService(cfg.CONF.host, api.ENGINE_TOPIC).start()

    from wsgiref import simple_server

    class Quiet(simple_server.WSGIRequestHandler):
        def log_message(self, *_):
            pass

    server = type('ThreadingServer', (Server, simple_server.WSGIServer), {})
    httpd = simple_server.make_server('127.0.0.1', PORT, config.load_paste_app('heat-api'), server, Quiet)
    print('ready', flush=True)
    httpd.serve_forever()


main()
