# Runs programs that let a bot trade stored candles. To be sourced after compose.sh.
# shellcheck shell=bash
# shellcheck source=hub.d/lib/java.sh
source "$HUB_ROOT/hub.d/lib/java.sh"
# shellcheck source=hub.d/lib/local.sh
source "$HUB_ROOT/hub.d/lib/local.sh"

# Sets `bot`, `module` and `arguments` for a program: its class, the bot, and the program's arguments.
tester_arguments() {
    local program=$1 main commit
    bot=$2
    shift 2
    require_bot "$bot"
    module=$(module_of "$bot")
    main=$(sed -n 's:.*<main.class>\(.*\)</main.class>.*:\1:p' "$HUB_ROOT/$module/pom.xml")
    commit=$(git -C "$HUB_ROOT" describe --always --dirty 2>/dev/null || true)
    arguments=("$program" "$bot" --main "$main" --commit "$commit" --keep-in "$HUB_ROOT/data/candles"
        --env-file "$HUB_ROOT/deploy/bots/all.env" --env-file "$HUB_ROOT/deploy/bots/$bot.env" "$@")
}

# Runs that program in the place of this shell.
run_tester() {
    # shellcheck disable=SC2034 # run_module reads it
    JVM_OPTIONS=(-Dlogback.configurationFile=io/tradinghub/backtest/command/logback.xml --enable-native-access=ALL-UNNAMED)
    run_module "$module" backtest -- "${arguments[@]}"
}
