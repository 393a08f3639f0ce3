package io.tradinghub.settings;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The settings cannot be used. The message lists every fault, one a line, a missing or wrong `BOT_ID` first; print it
/// as it is and exit with [#EXIT_CODE].
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1;
    /// What a program exits with on wrong input.
    public static final int EXIT_CODE = 2;

    /// For what shows only when the stores are there.
    public SettingsException(SettingsFault fault) {
        this(List.of(fault));
    }

    SettingsException(List<SettingsFault> faults) {
        super(identityFirst(faults).map(SettingsFault::message).collect(Collectors.joining("\n")));
    }

    private static Stream<SettingsFault> identityFirst(List<SettingsFault> faults) {
        return faults.stream().distinct()
                .sorted(Comparator.comparing(fault -> !fault.name().equals(SettingsReader.BOT_ID)));
    }
}
