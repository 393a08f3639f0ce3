package io.tradinghub.control;

import java.util.Optional;

import io.tradinghub.risk.HaltState;

/// What somebody asks of this bot, alone or of every bot.
///
/// @param id grows with every request
/// @param instrument as it was typed; empty for every instrument
public record ControlRequest(long id, Addressee target, Kind kind, Optional<String> instrument) {

    public enum Addressee {
        ALL, THIS_BOT
    }

    public enum Kind {
        HALT, FLATTEN, RESUME, ADOPT;

        /// What the bot is to do from then on; empty for what does not switch anything.
        public Optional<HaltState> state() {
            return switch (this) {
                case HALT -> Optional.of(HaltState.HALTED);
                case FLATTEN -> Optional.of(HaltState.FLATTENING);
                case RESUME -> Optional.of(HaltState.RUNNING);
                case ADOPT -> Optional.empty();
            };
        }
    }
}
