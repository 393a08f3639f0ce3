package io.tradinghub.market.csv;

import java.nio.file.Path;

/// A file is not what it should be; the message names the file, the line and the reason.
public final class CsvFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CsvFormatException(Path file, long line, String reason) {
        super("%s line %d: %s".formatted(file, line, reason));
    }
}
