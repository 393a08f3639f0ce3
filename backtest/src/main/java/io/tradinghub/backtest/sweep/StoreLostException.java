package io.tradinghub.backtest.sweep;

import java.nio.file.Path;

/// The trials can no longer be read or written. What was written before is still there.
final class StoreLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreLostException(Path file, Exception cause) {
        super("%s: %s; --resume goes on once that is mended".formatted(file, cause.getMessage()), cause);
    }
}
