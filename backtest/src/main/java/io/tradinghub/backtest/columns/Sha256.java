package io.tradinghub.backtest.columns;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import io.tradinghub.backtest.CandleColumns;

/// SHA-256 in hexadecimal digits.
public final class Sha256 {

    private Sha256() {}

    /// Of text in UTF-8.
    public static String of(String text) {
        return of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// Of the open time of each stretch without a gap and the row that it begins with, and of all values.
    public static String of(CandleColumns columns) {
        StringBuilder stretches = new StringBuilder();
        columns.stretches().forEach(stretch -> stretches.append(stretch.openTimeMillis()).append(' ')
                .append(stretch.row()).append('\n'));
        return of(ByteBuffer.wrap(stretches.toString().getBytes(StandardCharsets.UTF_8)),
                columns.values().asByteBuffer());
    }

    private static String of(ByteBuffer... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (ByteBuffer part : parts) {
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
