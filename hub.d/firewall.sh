#!/usr/bin/env bash
# print the ufw rules for this host, or apply them
#
# usage: ./hub firewall [--apply]
#
# Published ports go past ufw: Docker answers for them in chains of its own. These rules close everything from outside but SSH, 80 and 443, and
# hold for containers too, because they also stand in DOCKER-USER, which Docker asks first. --apply needs root and asks nothing.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
help_if_asked "$0" "$@"

ssh_port=$(awk 'tolower($1) == "port" { print $2; exit }' /etc/ssh/sshd_config 2>/dev/null || true)
ssh_port=${ssh_port:-22}

docker_rules() {
    cat <<'RULES'
# BEGIN trading hub
*filter
:DOCKER-USER - [0:0]
:ufw-user-forward - [0:0]
-A DOCKER-USER -m conntrack --ctstate ESTABLISHED,RELATED -j RETURN
-A DOCKER-USER -s 10.0.0.0/8 -j RETURN
-A DOCKER-USER -s 172.16.0.0/12 -j RETURN
-A DOCKER-USER -s 192.168.0.0/16 -j RETURN
-A DOCKER-USER -j ufw-user-forward
-A DOCKER-USER -m conntrack --ctstate NEW -d 10.0.0.0/8 -j DROP
-A DOCKER-USER -m conntrack --ctstate NEW -d 172.16.0.0/12 -j DROP
-A DOCKER-USER -m conntrack --ctstate NEW -d 192.168.0.0/16 -j DROP
-A DOCKER-USER -j RETURN
COMMIT
# END trading hub
RULES
}

# Rules of the containers name the container's port, which for Caddy is the host's.
commands() {
    cat <<COMMANDS
ufw default deny incoming
ufw default allow outgoing
ufw limit $ssh_port/tcp
ufw allow 80/tcp
ufw allow 443
ufw route allow proto tcp from any to any port 80
ufw route allow proto tcp from any to any port 443
ufw route allow proto udp from any to any port 443
COMMANDS
}

case ${1:-} in
    '')
        echo "# append to /etc/ufw/after.rules and to after6.rules without the 10., 172. and 192. lines:"
        docker_rules
        echo "# then run:"
        commands
        echo "ufw --force enable"
        echo "systemctl restart ufw"
        ;;
    --apply)
        [[ $(id -u) == 0 ]] || fail "applying rules needs root: sudo ./hub firewall --apply"
        command -v ufw >/dev/null || fail "ufw not found; apt-get install ufw"
        for rules in /etc/ufw/after.rules /etc/ufw/after6.rules; do
            [[ -f $rules ]] || fail "$rules is missing; is ufw installed well?"
            cp "$rules" "$rules.before-hub"
            {
                sed '/^# BEGIN trading hub$/,/^# END trading hub$/d' "$rules.before-hub"
                if [[ $rules == *6.rules ]]; then
                    docker_rules | grep -vE ' (10|172|192)\.' | sed 's/ufw-user-forward/ufw6-user-forward/'
                else
                    docker_rules
                fi
            } >"$rules"
        done
        while IFS= read -r line; do
            read -ra words <<<"$line"
            "${words[@]}"
        done < <(commands)
        ufw --force enable
        ufw reload
        echo "hub: the firewall is up; ssh on port $ssh_port, 80 and 443 are open, everything else from outside is closed"
        ;;
    *) fail "firewall does not know '$1' (see ./hub firewall --help)" ;;
esac
