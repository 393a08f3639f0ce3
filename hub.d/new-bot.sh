#!/usr/bin/env bash
# make a bot: its module, its page, its service, its network, its volume, its secrets
#
# usage: ./hub new-bot NAME [--from momentum|mean_reversion|arbitrage]
#
# NAME has lower-case letters, digits and '_', like breakout. The module is a copy of an existing bot (momentum unless
# --from names another) under the new name, with page and tests: it compiles, passes, and trades like its model until
# you change it. Then:
#
#   ./hub up bot_4_NAME     builds and starts it alone; restarts no other container
#
# Commit what it made: git pull merges a newer hub with committed changes, and refuses uncommitted ones.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
# shellcheck source=hub.d/lib/keys.sh
source "$HUB_ROOT/hub.d/lib/keys.sh"
# shellcheck source=hub.d/lib/java.sh
source "$HUB_ROOT/hub.d/lib/java.sh"
help_if_asked "$0" "$@"

name='' model=momentum
while (($# > 0)); do
    case $1 in
        --from)
            (($# > 1)) || fail "--from needs the name of a bot"
            model=$2
            shift 2
            ;;
        -*) fail "new-bot does not know '$1' (see ./hub new-bot --help)" ;;
        *)
            [[ -z $name ]] || fail "new-bot takes one name, got '$name' and '$1'"
            name=$1
            shift
            ;;
    esac
done
[[ $name =~ ^[a-z][a-z0-9]*(_[a-z0-9]+)*$ ]] || fail "new-bot needs a name like breakout, got '$name': lower-case letters, digits, and '_' between them"

# mean_reversion -> MeanReversion
camel() {
    awk -F _ '{ for (i = 1; i <= NF; i++) printf "%s%s", toupper(substr($i, 1, 1)), substr($i, 2) }' <<<"$1"
}

number=$(($(bot_names | sed -n 's/^bot_\([0-9]*\)_.*/\1/p' | sort -n | tail -n 1) + 1))
bot=bot_${number}_$name
package=${name//_/}
module=bot-$package
model_package=${model//_/}
model_module=bot-$model_package
((${#bot} <= 26)) || fail "$bot is longer than the 26 characters of a BOT_ID; choose a shorter name"
case $model in
    momentum | mean_reversion | arbitrage) ;;
    *) fail "there is no bot '$model' to copy; --from takes momentum, mean_reversion or arbitrage" ;;
esac
[[ ! -e $HUB_ROOT/$module ]] || fail "$module is there already"
case $package in
    abstract | assert | boolean | break | byte | case | catch | char | class | const | continue | default | do | double | else | enum | extends | false | \
        final | finally | float | for | goto | if | implements | import | instanceof | int | interface | long | native | new | null | package | private | \
        protected | public | return | short | static | strictfp | super | switch | synchronized | this | throw | throws | transient | true | try | void | \
        volatile | while) fail "'$name' is a word of Java and cannot name a package; choose another name" ;;
esac
taken=$(find "$HUB_ROOT"/*/src -path "*/java/io/tradinghub/$package" -prune -print | head -n 1)
[[ -z $taken ]] || fail "'$name' is a package already: ${taken#"$HUB_ROOT"/}; choose another name"

pom=$HUB_ROOT/pom.xml compose_file=$HUB_ROOT/docker-compose.yml sim_file=$HUB_ROOT/docker-compose.sim.yml front_page=$HUB_ROOT/README.md
# new-bot writes above these lines, and writes nothing unless each of them is there exactly once.
module_mark='<module>local</module>' service_mark='# services of further bots' password_mark='# passwords of further bots'
secret_mark='# secrets of further bots' volume_mark='# volumes of further bots' row_mark='](recorder) |'
network_mark='# networks of further bots' store_mark="# the stores' places in networks of further bots"
sim_place_mark="# the simulator's places in networks of further bots" sim_bot_mark='# further bots at the simulator'

# Ends the command unless one line of file $2 has the text $1.
require_mark() {
    [[ $(grep -cF "$1" "$2") == 1 ]] || fail "${2#"$HUB_ROOT"/} has no line with '$1', above which new-bot writes; put it back"
}
require_mark "$module_mark" "$pom"
require_mark "$row_mark" "$front_page"
for mark in "$service_mark" "$volume_mark" "$network_mark" "$store_mark" "$password_mark" "$secret_mark"; do
    require_mark "$mark" "$compose_file"
done
require_mark "$sim_place_mark" "$sim_file"
require_mark "$sim_bot_mark" "$sim_file"

# Copies its input and replaces the model's names.
renamed() {
    sed -e "s/$(camel "$model")/$(camel "$name")/g" -e "s/$model_module/$module/g" -e "s/\b$model_package\b/$package/g" \
        -e "s/\b${model//_/ }\b/${name//_/ }/g" \
        -e "s/\b$(tr '[:lower:]' '[:upper:]' <<<"${model#mean_}")_/$(tr '[:lower:]' '[:upper:]' <<<"$name")_/g"
}

# Copies the module, and its page without what was seen of the model.
(cd "$HUB_ROOT/$model_module" && find . -name target -prune -o -type f -print) | while IFS= read -r file; do
    copy=$HUB_ROOT/$module/${file//$(camel "$model")/$(camel "$name")}
    copy=${copy//\/$model_package\//\/$package\/}
    mkdir -p "$(dirname "$copy")"
    renamed <"$HUB_ROOT/$model_module/$file" >"$copy"
done
page=$(sed '/^## What was seen/,$d' "$HUB_ROOT/docs/$model_module.md")
renamed <<<"$page" >"$HUB_ROOT/docs/$module.md"

# Inserts $2 above the line with the text $1 in file $3.
insert_above() {
    local changed
    changed=$(mktemp)
    TEXT=$2 awk -v mark="$1" 'index($0, mark) { print ENVIRON["TEXT"] } { print }' "$3" >"$changed"
    cat "$changed" >"$3"
    rm -f "$changed"
}

insert_above "$module_mark" "    <module>$module</module>" "$pom"
insert_above "$row_mark" "| [\`$module\`]($module) | a copy of \`$model_module\`, to be changed ([page](docs/$module.md)) |" "$front_page"
sed -i.old "s/^  names: &bot_names .*/&,$bot/" "$compose_file" && rm -f "$compose_file.old"
insert_above "$service_mark" "    $bot:
      <<: *bot
      image: trading-hub/$module:\${HUB_VERSION:-dev}
      build: {context: ., args: {MODULE: $module}}
      environment: {<<: *bot_settings, BOT_ID: $bot, POSTGRES_USER: $bot, REDIS_USER: $bot}
      env_file: [deploy/bots/all.env, deploy/bots/$bot.env]
      networks: [$bot, exchange]
      volumes: [\"$bot:/data\", *tmp]
      secrets:
        - {source: ${bot}_postgres_password, target: postgres_password}
        - {source: ${bot}_redis_password, target: redis_password}
        - {source: ${bot}_influx_token, target: influx_token}
        - {source: ${bot}_bybit_api_key, target: bybit_api_key}
        - {source: ${bot}_bybit_api_secret, target: bybit_api_secret}" "$compose_file"
insert_above "$volume_mark" "    $bot: {}" "$compose_file"
insert_above "$network_mark" "    $bot: *bot_network" "$compose_file"
insert_above "$store_mark" "    $bot: {}" "$compose_file"
insert_above "$password_mark" "    - {source: ${bot}_postgres_password, target: ${bot}_postgres_password}
    - {source: ${bot}_redis_password, target: ${bot}_redis_password}" "$compose_file"
for secret in postgres_password redis_password influx_token bybit_api_key bybit_api_secret; do
    folder=./secrets
    [[ $secret != influx_token ]] || folder=./secrets/tokens
    insert_above "$secret_mark" \
        "    ${bot}_$secret: {file: $folder/${bot}_$secret, name: \"${bot}_${secret}_\${SECRETS_REV:-1}\"}" "$compose_file"
done
insert_above "$sim_place_mark" "      $bot: {}" "$sim_file"
insert_above "$sim_bot_mark" "  $bot: {environment: *at_the_simulator}" "$sim_file"
echo "$(tr '[:lower:]' '[:upper:]' <<<"$name")_=$module" >>"$HUB_ROOT/bot-common/src/main/resources/io/tradinghub/settings/bots.properties"
mkdir -p "$HUB_ROOT/deploy/bots"
echo "# Settings of this bot alone: docs/settings.md lists what every bot has, docs/$module.md what this one has. ./hub up $bot applies a change." >"$HUB_ROOT/deploy/bots/$bot.env"

if [[ -d $HUB_ROOT/secrets ]]; then
    echo "made $(make_secrets) secret files"
    take_exchange_keys
fi
if find_jdk >/dev/null && command -v mvn >/dev/null; then
    said=$(cd "$HUB_ROOT" && mvn -q -B -pl "$module" net.revelc.code.formatter:formatter-maven-plugin:format 2>&1) ||
        printf 'hub: cannot format the new sources; mvn verify will say why: %s\n' "$said" >&2
else
    echo "no JDK and Maven here, so the new sources are not formatted; the next Maven build does it"
fi
echo "$bot is in $module/; change $module/src/main, commit it, then ./hub up $bot"
