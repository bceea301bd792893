#!/bin/sh
# Writes a cloud file for `hotkit plan --cloud` from the cloud that the OpenStack client is set up for:
#
#   hotkit cloud export > export.sh && sh export.sh > cloud.yaml
#
# Needs the commands `openstack` and `python3`; asks only for lists, changes nothing. Leave out what should not be known.
set -eu

python3 - "${OS_CLOUD:-${OS_PROJECT_NAME:-cloud}}" <<'END'
import json
import subprocess
import sys


def ask(*words):
    """The answer of the client, or nothing where the cloud does not have the service."""
    done = subprocess.run(["openstack", *words, "-f", "json"], stdout=subprocess.PIPE)
    return json.loads(done.stdout) if done.returncode == 0 and done.stdout.strip() else []


def text(value):
    return json.dumps(value, ensure_ascii=False)


def names(key, rows, fields=("Name",)):
    found = sorted({row[field] for row in rows for field in fields if row.get(field)})
    if found:
        print(f"{key}:")
        for name in found:
            print(f"  - {text(name)}")


print(f"name: {text(sys.argv[1])}")
names("images", ask("image", "list"), ("Name", "ID"))
flavors = ask("flavor", "list", "--all")
if flavors:
    print("flavors:")
    for row in sorted(flavors, key=lambda row: row["Name"]):
        print(f"  {text(row['Name'])}: {{ vcpus: {row['VCPUs']}, ram: {row['RAM']}, disk: {row['Disk']} }}")
names("networks", ask("network", "list"), ("Name", "ID"))
names("keypairs", ask("keypair", "list"))
names("volume_types", ask("volume", "type", "list"))
names("security_groups", ask("security", "group", "list"), ("Name", "ID"))
names("availability_zones", ask("availability", "zone", "list", "--compute"), ("Zone Name",))
names("extensions", ask("extension", "list", "--network"), ("Alias",))

limits = {row["Name"]: row["Value"] for row in ask("limits", "show", "--absolute")}
quota = ask("quota", "show")
if isinstance(quota, list):
    quota = {row.get("Resource", row.get("Field")): row.get("Limit", row.get("Value")) for row in quota}
KEYS = {
    "instances": ("instances",), "cores": ("cores",), "ram_mib": ("ram",), "volumes": ("volumes",),
    "gigabytes": ("gigabytes",), "networks": ("networks", "network"), "subnets": ("subnets", "subnet"),
    "routers": ("routers", "router"), "ports": ("ports", "port"),
    "floating_ips": ("floating-ips", "floating_ips", "floatingip"),
    "security_groups": ("secgroups", "security_groups", "security_group"),
    "security_group_rules": ("secgroup-rules", "security_group_rules", "security_group_rule"),
    "key_pairs": ("key-pairs", "key_pairs"), "server_groups": ("server-groups", "server_groups"),
}
found = {key: quota[name] for key, names_of in KEYS.items() for name in names_of if quota.get(name) is not None}
if found:
    print("quota:")
    for key, limit in found.items():
        print(f"  {key}: {limit}")
USED = {
    "instances": "totalInstancesUsed", "cores": "totalCoresUsed", "ram_mib": "totalRAMUsed",
    "volumes": "totalVolumesUsed", "gigabytes": "totalGigabytesUsed", "server_groups": "totalServerGroupsUsed",
}
found = {key: limits[name] for key, name in USED.items() if limits.get(name) is not None}
for key, words in (("networks", ("network",)), ("routers", ("router",)), ("ports", ("port",)),
                   ("subnets", ("subnet",)), ("floating_ips", ("floating", "ip"))):
    found[key] = len(ask(*words, "list"))
print("used:")
for key, number in found.items():
    print(f"  {key}: {number}")
END
