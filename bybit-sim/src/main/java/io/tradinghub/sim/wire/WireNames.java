package io.tradinghub.sim.wire;

import java.util.Optional;

/// Translates enum constants to and from Bybit's words: `PARTIALLY_FILLED` is `PartiallyFilled`. A single letter keeps
/// its case, so `CANCEL_BY_D_C_P` is `CancelByDCP`.
public final class WireNames {
    private WireNames() {}

    public static String pascal(Enum<?> constant) {
        StringBuilder name = new StringBuilder();
        boolean startsWord = true;
        for (char letter : constant.name().toCharArray()) {
            if (letter != '_') {
                name.append(startsWord ? letter : Character.toLowerCase(letter));
            }
            startsWord = letter == '_';
        }
        return name.toString();
    }

    /// Finds the constant of this name; the case counts, as on Bybit.
    public static <E extends Enum<E>> Optional<E> fromPascal(Class<E> type, String text) {
        for (E constant : type.getEnumConstants()) {
            if (pascal(constant).equals(text)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }
}
