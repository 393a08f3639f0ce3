package io.tradinghub.recorder.write;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

import io.tradinghub.market.CandleLines;

/// One file of the spool: records of `length, lines, CRC-32C of both and of the bytes, bytes`, the first three as
/// big-endian ints.
///
/// The first record with a wrong length or checksum ends the segment: after a crash it is an incomplete write, and
/// nothing after it was reported as written.
final class SpoolSegment implements AutoCloseable {
    static final int HEADER_BYTES = 12;
    /// Batches are far smaller; a larger length means a damaged header.
    private static final int MAX_LENGTH = 1 << 28;
    private final FileChannel channel;
    private long readPosition;

    private SpoolSegment(FileChannel channel) {
        this.channel = channel;
    }

    static SpoolSegment create(Path file) throws IOException {
        return new SpoolSegment(FileChannel.open(file, CREATE_NEW, WRITE, APPEND));
    }

    static SpoolSegment read(Path file) throws IOException {
        return new SpoolSegment(FileChannel.open(file, READ));
    }

    /// Appends a record and returns once it is on disk. On failure truncates the file to its previous size, so that
    /// later records can follow.
    void append(CandleLines batch) throws IOException {
        byte[] bytes = batch.bytes();
        ByteBuffer record = ByteBuffer.allocate(HEADER_BYTES + bytes.length);
        record.putInt(bytes.length).putInt(batch.count()).putInt(checksum(bytes, batch.count())).put(bytes).flip();
        long before = channel.size();
        try {
            while (record.hasRemaining()) {
                channel.write(record);
            }
            channel.force(false);
        } catch (IOException e) {
            channel.truncate(before);
            throw e;
        }
    }

    /// Returns the next record; empty at the end of the file or at a damaged record.
    Optional<CandleLines> next() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        if (!readFully(header, readPosition)) {
            return Optional.empty();
        }
        int length = header.getInt();
        int lines = header.getInt();
        int expected = header.getInt();
        if (length < 0 || length > MAX_LENGTH || length > channel.size() - readPosition - HEADER_BYTES) {
            return Optional.empty();
        }
        ByteBuffer body = ByteBuffer.allocate(length);
        if (!readFully(body, readPosition + HEADER_BYTES) || checksum(body.array(), lines) != expected) {
            return Optional.empty();
        }
        readPosition += HEADER_BYTES + length;
        return Optional.of(new CandleLines(body.array(), lines));
    }

    /// The number of bytes after the last intact record.
    long unread() throws IOException {
        return channel.size() - readPosition;
    }

    private boolean readFully(ByteBuffer target, long from) throws IOException {
        long at = from;
        while (target.hasRemaining()) {
            int count = channel.read(target, at);
            if (count < 0) {
                return false;
            }
            at += count;
        }
        target.flip();
        return true;
    }

    private static int checksum(byte[] bytes, int lines) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(8).putInt(bytes.length).putInt(lines).flip());
        crc.update(bytes);
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
