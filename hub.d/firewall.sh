#!/usr/bin/env bash
# print the ufw rules for this host, or apply them
#
# usage: ./hub firewall [--apply] [--ssh-port PORT]
#
#   --apply            write and enable them; needs root and asks nothing
#   --ssh-port PORT    open this port for SSH, and not every port where SSH was found
#
# Docker publishes ports past ufw, in its own chains. These rules close everything from outside except SSH, 80 and 443.
# They also apply to containers, because they are in DOCKER-USER, too, which Docker asks first, for IPv4 and IPv6.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
help_if_asked "$0" "$@"

apply='' ports=''
while (($# > 0)); do
    case $1 in
        --apply) apply=yes && shift ;;
        --ssh-port)
            [[ ${2:-} =~ ^[1-9][0-9]{0,4}$ ]] || fail "--ssh-port needs a number, got '${2:-}'"
            ports=$2
            shift 2
            ;;
        *) fail "firewall does not know '$1' (see ./hub firewall --help)" ;;
    esac
done

# Prints every port where SSH is configured, listens, or has a session, one per line: closing one of them could lock the
# owner out. Only root sees all of them.
ssh_ports() {
    {
        PATH=$PATH:/usr/sbin sshd -T 2>/dev/null | sed -nE 's/^(port |listenaddress .*:)//p'
        # newer systems let systemd listen
        systemctl show -p Listen ssh.socket sshd.socket 2>/dev/null | grep -oE ':[0-9]+ ' | tr -d ': '
        # leaves out forwarded ports: they are on the loopback, or on a port that the system chose
        ss -Htnpa 2>/dev/null | awk '/"(sshd|dropbear)/ && ($1 == "LISTEN" || $1 == "ESTAB") && $4 !~ /^(127\.|\[::1\])/ { sub(".*:", "", $4); if ($4 < 32768) print $4 }'
        awk '{ print $4 }' <<<"${SSH_CONNECTION:-}"
    } | grep -x '[0-9]*' | sort -nu || true
}

# Prints the rules for containers. $1: ufw's chain for forwarded packets; the others: the addresses of containers.
docker_rules() {
    local chain=$1 range
    shift
    echo "# BEGIN trading hub"
    echo "*filter"
    echo ":DOCKER-USER - [0:0]"
    echo ":$chain - [0:0]"
    echo "-A DOCKER-USER -m conntrack --ctstate ESTABLISHED,RELATED -j RETURN"
    for range in "$@"; do echo "-A DOCKER-USER -s $range -j RETURN"; done
    echo "-A DOCKER-USER -j $chain"
    for range in "$@"; do echo "-A DOCKER-USER -m conntrack --ctstate NEW -d $range -j DROP"; done
    echo "-A DOCKER-USER -j RETURN"
    echo "COMMIT"
    echo "# END trading hub"
}

# Writes the rules into ufw's file $1 and removes those of an earlier run.
put_into() {
    cp "$1" "$1.before-hub"
    { sed '/^# BEGIN trading hub$/,/^# END trading hub$/d' "$1.before-hub" && printf '%s\n' "$2"; } >"$1"
}

# Prints the commands of ufw. Those for containers name the container's port, which for Caddy equals the host's.
commands() {
    local port
    echo "ufw default deny incoming"
    echo "ufw default allow outgoing"
    for port in $ports; do echo "ufw limit $port/tcp"; done
    cat <<'COMMANDS'
ufw allow 80/tcp
ufw allow 443
ufw route allow proto tcp from any to any port 80
ufw route allow proto tcp from any to any port 443
ufw route allow proto udp from any to any port 443
COMMANDS
}

ports=${ports:-$(ssh_ports)}
rules=$(docker_rules ufw-user-forward 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16)
rules6=$(docker_rules ufw6-user-forward fc00::/7)
if [[ -z $apply ]]; then
    printf '# append to %s:\n%s\n' /etc/ufw/after.rules "$rules" /etc/ufw/after6.rules "$rules6"
    echo "# then run:"
    if [[ -z $ports ]]; then
        ports=22
        echo "# (found no SSH server: replace 22 by its port)"
    fi
    commands
    echo "ufw --force enable"
    echo "systemctl restart ufw"
    exit
fi

[[ $(id -u) == 0 ]] || fail "applying rules needs root: sudo ./hub firewall --apply"
command -v ufw >/dev/null || fail "ufw not found; apt-get install ufw"
[[ -n $ports ]] || fail "found no SSH server, and closing its port would lock you out; name the port: --ssh-port PORT"
[[ -f /etc/ufw/after.rules && -f /etc/ufw/after6.rules ]] || fail "/etc/ufw/after.rules or after6.rules is missing; install ufw again"
put_into /etc/ufw/after.rules "$rules"
put_into /etc/ufw/after6.rules "$rules6"
while IFS= read -r line; do
    read -ra words <<<"$line"
    "${words[@]}"
done < <(commands)
ufw --force enable
ufw reload
echo "hub: the firewall is up: SSH on port $(paste -sd ' ' <<<"$ports"), 80 and 443 are open, all other ports are closed from outside"
