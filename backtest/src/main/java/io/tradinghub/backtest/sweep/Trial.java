package io.tradinghub.backtest.sweep;

import java.util.Locale;

import io.tradinghub.backtest.TestPeriod;

/// One set over one period.
record Trial(Key key, TestPeriod over, ParameterSet set) {

    /// What a period is for.
    enum Kind {
        WHOLE, TRAIN, TEST;

        /// Its name in the file of trials.
        String words() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What tells the trials of one study apart.
    ///
    /// @param window of the walk-forward, from 1; 0 for the whole period
    /// @param number of the set, from 1
    record Key(Kind kind, int window, int number) {}

    int number() {
        return key.number();
    }
}
