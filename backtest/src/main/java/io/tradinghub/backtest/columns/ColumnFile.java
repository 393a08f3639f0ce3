package io.tradinghub.backtest.columns;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradinghub.backtest.CandleColumns;
import io.tradinghub.backtest.CandleColumns.Stretch;
import io.tradinghub.market.SeriesId;

/// The candles of one series in a file that is mapped, not read.
///
/// All numbers are little-endian. A header of 32 bytes: eight letters, the version, the lengths of the three parts
/// behind it (bytes, stretches, candles; four bytes each) and the CRC-32C of all but itself; then a JSON object that
/// says where the candles come from, filled up with spaces to a multiple of eight; then the stretches, two longs each;
/// then 48 bytes a candle.
final class ColumnFile {
    private static final byte[] LETTERS = "HUBCNDLS".getBytes(StandardCharsets.US_ASCII);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int VERSION = 1;
    private static final int HEADER = 32;
    private static final int CHECKSUM_AT = 24;
    private static final int STRETCH_BYTES = 16;
    private static final int CHUNK = 1 << 28;
    private static final TypeReference<Map<String, String>> NAMES = new TypeReference<>() {};

    private ColumnFile() {}

    /// What a file turned out to be.
    sealed interface Found {

        /// Candles as they were written.
        ///
        /// @param about where they come from, as [#write] was told
        record Candles(CandleColumns columns, Map<String, String> about) implements Found {}

        record Nothing() implements Found {}

        /// It is one of ours and cannot be used.
        record Damaged(String reason) implements Found {}

        /// It is something else.
        record Foreign() implements Found {}
    }

    /// Maps the file. A file that is replaced meanwhile stays as it was for those who have it mapped.
    ///
    /// @throws IOException if it cannot be read
    static Found open(Path file, SeriesId series) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MemorySegment bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
            if (bytes.byteSize() < LETTERS.length
                    || !Arrays.equals(bytes.asSlice(0, LETTERS.length).toArray(ValueLayout.JAVA_BYTE), LETTERS)) {
                return new Found.Foreign();
            }
            return read(bytes, series);
        } catch (NoSuchFileException _) {
            return new Found.Nothing();
        }
    }

    private static Found read(MemorySegment bytes, SeriesId series) {
        if (bytes.byteSize() < HEADER) {
            return new Found.Damaged("it ends within its header");
        }
        int version = bytes.get(INT, 8);
        if (version != VERSION) {
            return new Found.Damaged("it is of version %d, not %d".formatted(version, VERSION));
        }
        long about = bytes.get(INT, 12);
        long stretches = bytes.get(INT, 16);
        long rows = bytes.get(INT, 20);
        long size = HEADER + about + stretches * STRETCH_BYTES + rows * CandleColumns.ROW_BYTES;
        if (about < 0 || stretches < 0 || rows < 0 || bytes.byteSize() != size) {
            return new Found.Damaged("it has %d bytes, not the %d that its header says".formatted(bytes.byteSize(),
                    size));
        }
        if (checksum(bytes) != bytes.get(LONG, CHECKSUM_AT)) {
            return new Found.Damaged("its checksum differs");
        }
        try {
            String json = new String(bytes.asSlice(HEADER, about).toArray(ValueLayout.JAVA_BYTE),
                    StandardCharsets.UTF_8);
            List<Stretch> found = new ArrayList<>();
            for (long at = HEADER + about; at < HEADER + about + stretches * STRETCH_BYTES; at += STRETCH_BYTES) {
                found.add(new Stretch(bytes.get(LONG, at),
                        Math.toIntExact(bytes.get(LONG, at + Long.BYTES))));
            }
            return new Found.Candles(CandleColumns.of(series, found,
                    bytes.asSlice(HEADER + about + stretches * STRETCH_BYTES)),
                    new ObjectMapper().readValue(json, NAMES));
        } catch (JsonProcessingException | IllegalArgumentException | ArithmeticException e) {
            return new Found.Damaged(String.valueOf(e.getMessage()));
        }
    }

    private static long checksum(MemorySegment bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.asSlice(0, CHECKSUM_AT).asByteBuffer());
        for (long at = HEADER; at < bytes.byteSize(); at += CHUNK) {
            checksum.update(bytes.asSlice(at, Math.min(CHUNK, bytes.byteSize() - at)).asByteBuffer());
        }
        return checksum.getValue();
    }

    /// Writes the file in the place of what was there, under another name until it is whole.
    ///
    /// @throws IOException if it cannot be written; what was there is there still
    static void write(Path file, CandleColumns columns, Map<String, String> about) throws IOException {
        Path half = Files.createTempFile(file.toAbsolutePath().getParent(), file.getFileName() + ".", ".new");
        try {
            try (FileChannel channel = FileChannel.open(half, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
                write(channel, columns, about);
            }
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(half);
        }
    }

    private static void write(FileChannel channel, CandleColumns columns, Map<String, String> about)
            throws IOException {
        byte[] json = new ObjectMapper().writeValueAsBytes(about);
        byte[] text = Arrays.copyOf(json, Math.ceilDiv(json.length, Long.BYTES) * Long.BYTES);
        Arrays.fill(text, json.length, text.length, (byte) ' ');
        List<Stretch> stretches = columns.stretches();
        ByteBuffer head = ByteBuffer.allocate(HEADER + text.length + stretches.size() * STRETCH_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        head.put(LETTERS).putInt(VERSION).putInt(text.length).putInt(stretches.size()).putInt(columns.size());
        head.putLong(0).put(text);
        stretches.forEach(stretch -> head.putLong(stretch.openTimeMillis()).putLong(stretch.row()));
        writeFully(channel, head.flip());
        for (long at = 0; at < columns.values().byteSize(); at += CHUNK) {
            writeFully(channel, columns.values().asSlice(at, Math.min(CHUNK, columns.values().byteSize() - at))
                    .asByteBuffer());
        }
        MemorySegment written = channel.map(MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
        ByteBuffer sum = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        channel.position(CHECKSUM_AT);
        writeFully(channel, sum.putLong(checksum(written)).flip());
        channel.force(true);
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
