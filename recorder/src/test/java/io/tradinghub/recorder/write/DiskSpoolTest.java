package io.tradinghub.recorder.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.tradinghub.market.CandleLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpoolTest {
    private static final long LARGE = 64 << 20;
    @TempDir
    private Path folder;
    private final List<String> dropped = new ArrayList<>();

    private DiskSpool open(long maxBytes) {
        return DiskSpool.open(folder, maxBytes, batch -> dropped.add(batch.text()));
    }

    private static CandleLines line(int number) {
        return CandleLines.of("line %d\n".formatted(number));
    }

    private static List<String> drain(DiskSpool spool) throws IOException {
        List<String> texts = new ArrayList<>();
        while (!spool.isEmpty()) {
            spool.head().forEach(batch -> texts.add(batch.text()));
            spool.removeHead();
        }
        return texts;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void returnsBatchesInOrderAndLeavesNoFile() throws IOException {
        try (DiskSpool spool = open(LARGE)) {
            spool.append(CandleLines.of("a\nb\n"));
            spool.append(CandleLines.of("c\n"));

            assertThat(spool.lines()).isEqualTo(3);
            assertThat(drain(spool)).containsExactly("a\nb\n", "c\n");
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void keepsWhatIsAppendedWhileItsHeadIsBeingStored() throws IOException {
        try (DiskSpool spool = open(LARGE)) {
            spool.append(line(1));
            assertThat(spool.head()).hasSize(1);
            spool.append(line(2));
            spool.removeHead();

            assertThat(drain(spool)).containsExactly("line 2\n");
        }
    }

    @Test
    void findsEverythingAppendedBeforeACrash() throws IOException {
        // Not closed, as after a kill -9.
        DiskSpool crashed = open(LARGE);
        crashed.append(line(1));
        crashed.append(line(2));

        try (DiskSpool spool = open(LARGE)) {
            spool.append(line(3));
            assertThat(drain(spool)).containsExactly("line 1\n", "line 2\n", "line 3\n");
        }
        crashed.close();
    }

    @Test
    void toleratesATornTail() throws IOException {
        DiskSpool crashed = open(LARGE);
        crashed.append(line(1));
        crashed.append(line(2));
        crashed.close();
        Path file = files().getFirst();
        byte[] whole = Files.readAllBytes(file);
        for (int cut = 1; cut <= whole.length / 2; cut++) {
            Files.write(file, Arrays.copyOf(whole, whole.length - cut));
            try (DiskSpool spool = open(LARGE)) {
                assertThat(spool.head()).as("cut by %d", cut).extracting(CandleLines::text).containsExactly("line 1\n");
            }
        }
    }

    @Test
    void readsNothingFromARecordWhoseBytesChanged() throws IOException {
        DiskSpool crashed = open(LARGE);
        crashed.append(line(1));
        crashed.append(line(2));
        crashed.close();
        Path file = files().getFirst();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 3] ^= 1;
        Files.write(file, bytes);

        try (DiskSpool spool = open(LARGE)) {
            assertThat(drain(spool)).containsExactly("line 1\n");
        }
    }

    @Test
    void dropsTheOldestWhenItIsFullAndKeepsTheNewest() throws IOException {
        long bound = 4_000;
        try (DiskSpool spool = open(bound)) {
            for (int i = 0; i < 400; i++) {
                spool.append(line(i));
                assertThat(spool.bytes()).isLessThanOrEqualTo(bound);
            }
            List<String> kept = drain(spool);

            assertThat(kept).isNotEmpty();
            List<String> all = new ArrayList<>(dropped);
            all.addAll(kept);
            assertThat(all).hasSize(400).startsWith("line 0\n").endsWith("line 399\n").doesNotHaveDuplicates();
        }
    }

    @Test
    void doesNotRemoveTheSuccessorOfADroppedHead() throws IOException {
        long bound = 4_000;
        try (DiskSpool spool = open(bound)) {
            int next = 0;
            for (; spool.bytes() < bound / 2; next++) {
                spool.append(line(next));
            }
            assertThat(spool.head()).isNotEmpty();
            for (; dropped.isEmpty(); next++) {
                spool.append(line(next));
            }
            spool.headStored(1);
            spool.removeHead();

            List<String> all = new ArrayList<>(dropped);
            all.addAll(drain(spool));
            assertThat(all).hasSize(next).doesNotHaveDuplicates();
        }
    }

    @Test
    void returnsTheRestOfAPartlyStoredHead() throws IOException {
        try (DiskSpool spool = open(LARGE)) {
            spool.append(line(1));
            spool.append(line(2));
            spool.append(line(3));
            spool.head();
            spool.headStored(2);

            assertThat(drain(spool)).containsExactly("line 3\n");
        }
    }

    @Test
    void makesRoomEvenIfTheOldestCannotBeRead() throws IOException {
        try (DiskSpool spool = open(4_000)) {
            spool.append(line(0));
            Files.delete(files().getFirst());
            for (int i = 1; i < 400; i++) {
                spool.append(line(i));
            }

            assertThat(drain(spool)).endsWith("line 399\n");
        }
    }

    @Test
    void leavesForeignFilesAlone() throws IOException {
        Path copy = Files.writeString(folder.resolve("copy of 7.spool"), "somebody's");
        try (DiskSpool spool = open(LARGE)) {
            spool.append(line(1));
            assertThat(drain(spool)).containsExactly("line 1\n");
        }
        assertThat(files()).containsExactly(copy);
    }
}
