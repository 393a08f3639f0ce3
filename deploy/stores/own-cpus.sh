#!/bin/sh
# usage: own-cpus.sh first|last COMMAND...
#
# Runs a store on as many of the CPUs as its limit pays for, and on no more of them. On two CPUs with the limit of one,
# two busy sessions use up in 50 ms what the kernel gives them for 100 ms, and all sessions stand still for the other
# 50 ms. On one CPU they share it, and whoever has little to do is served at once. PostgreSQL takes the last CPUs and
# Redis the first, so that a host with two has one for each.
set -eu
end=$1
shift

# Prints the limit in whole CPUs, rounded up; nothing without a limit.
limit() {
    if [ -f /sys/fs/cgroup/cpu.max ]; then
        cat /sys/fs/cgroup/cpu.max
    else
        cat /sys/fs/cgroup/cpu/cpu.cfs_quota_us /sys/fs/cgroup/cpu/cpu.cfs_period_us 2>/dev/null
    fi | tr '\n' ' ' | awk '$1 > 0 && $2 > 0 { print int(($1 + $2 - 1) / $2) }'
}

# Prints the numbers of the CPUs that this process may use, one a line.
cpus() {
    sed -n 's/^Cpus_allowed_list:[[:space:]]*//p' /proc/self/status | tr ',' '\n' |
        awk -F - '{ for (n = $1; n <= ($2 == "" ? $1 : $2); n++) print n }'
}

most=$(limit)
if [ -z "$most" ]; then
    exec "$@"
fi
case $end in
    first) own=$(cpus | head -n "$most") ;;
    last) own=$(cpus | tail -n "$most") ;;
    *) echo "own-cpus.sh: first or last, not '$end'" >&2 && exit 2 ;;
esac
exec taskset -c "$(echo "$own" | paste -s -d ,)" "$@"
