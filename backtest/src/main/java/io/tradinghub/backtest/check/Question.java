package io.tradinghub.backtest.check;

/// What is asked of a bot.
public enum Question {
    /// Whether it decides by what was not known yet.
    LOOK_AHEAD("look-ahead") {
        @Override
        public Verdict ask(Trial trial) {
            return new LookAhead(trial).judge();
        }
    },
    /// Whether its decisions depend on where its candles begin.
    WARM_UP("warm-up") {
        @Override
        public Verdict ask(Trial trial) {
            return new WarmUpLength(trial).judge();
        }
    },
    /// Whether it trades otherwise after its process was killed and started again.
    RESTART("restart") {
        @Override
        public Verdict ask(Trial trial) {
            return new RestartPoints(trial).judge();
        }
    };

    private final String text;

    Question(String text) {
        this.text = text;
    }

    /// What it is called in reports.
    public String text() {
        return text;
    }

    /// Runs the bot as often as the answer needs.
    ///
    /// @throws IllegalArgumentException as [io.tradinghub.backtest.Backtest#run]
    public abstract Verdict ask(Trial trial);
}
