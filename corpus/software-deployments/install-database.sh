#!/bin/bash
# Inputs arrive as environment variables, outputs leave as files.
set -eu
apt-get install --yes postgresql
sudo -u postgres createuser "$db_user"
sudo -u postgres createdb --owner "$db_user" "$db_name"
hostname --ip-address > "$heat_outputs_path.listen_address"
