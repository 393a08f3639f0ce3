package io.tradinghub.market.csv;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/// Reads the lines behind a fixed header, gzip or not (told by content, not by name), and knows where it stands.
final class CsvRows implements AutoCloseable {
    private final Path file;
    private final BufferedReader reader;
    private long line = 1;

    private CsvRows(Path file, BufferedReader reader) {
        this.file = file;
        this.reader = reader;
    }

    static CsvRows open(Path file, String header) {
        try {
            InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
            raw.mark(2);
            boolean isGzip = raw.read() == 0x1f && raw.read() == 0x8b;
            raw.reset();
            InputStream plain = isGzip ? new GZIPInputStream(raw, 1 << 16) : raw;
            CsvRows rows = new CsvRows(file,
                    new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8), 1 << 16));
            String first = rows.reader.readLine();
            if (!header.equals(first)) {
                rows.close();
                throw rows.fault("expected the header '%s', got '%s'".formatted(header, first == null ? "" : first));
            }
            return rows;
        } catch (NoSuchFileException _) {
            throw new CsvFormatException(file, 0, "there is no such file");
        } catch (AccessDeniedException _) {
            throw new CsvFormatException(file, 0, "there is no permission to read it");
        } catch (IOException broken) {
            throw unreadable(file, 1, broken);
        }
    }

    /// The next line, or an empty text at the end.
    String next() {
        try {
            String text = reader.readLine();
            if (text == null) {
                return "";
            }
            line++;
            if (text.isEmpty()) {
                throw fault("the line is empty");
            }
            return text;
        } catch (IOException broken) {
            throw unreadable(file, line + 1, broken);
        }
    }

    /// Splits into exactly this many cells.
    String[] cells(String text, int count) {
        String[] cells = text.split(",", -1);
        if (cells.length != count) {
            throw fault("expected %d columns, got %d".formatted(count, cells.length));
        }
        return cells;
    }

    double number(String cell, String column) {
        double number;
        try {
            number = Double.parseDouble(cell);
        } catch (NumberFormatException _) {
            number = Double.NaN;
        }
        if (!Double.isFinite(number)) {
            throw fault("%s must be a number, got '%s'".formatted(column, cell));
        }
        return number;
    }

    long millis(String cell, String column) {
        try {
            return Long.parseLong(cell);
        } catch (NumberFormatException _) {
            throw fault("%s must be Unix milliseconds, got '%s'".formatted(column, cell));
        }
    }

    private static CsvFormatException unreadable(Path file, long line, IOException broken) {
        String reason = broken instanceof EOFException
                ? "its gzip data end too early"
                : "cannot be read: " + broken.getMessage();
        return new CsvFormatException(file, line, reason);
    }

    CsvFormatException fault(String reason) {
        return new CsvFormatException(file, line, reason);
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot close " + file, failed);
        }
    }
}
