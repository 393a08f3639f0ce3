package io.tradinghub.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import io.tradinghub.bot.BotId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {

    @TempDir
    Path root;

    @Test
    void generatesASecretOnceReadableByItsOwnerOnly() throws IOException {
        try (DemoFolder folder = DemoFolder.open(root)) {
            String first = folder.secret("postgres_password").reveal();
            assertThat(folder.secret("postgres_password").reveal()).isEqualTo(first).matches("[A-Za-z0-9_-]{32}");
        }
        assertThat(
                PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("secrets/postgres_password"))))
                .isEqualTo("rw-------");
    }

    @Test
    void deletesOnlyTheFilesOfADemoWhenCleared() throws IOException {
        try (DemoFolder folder = DemoFolder.open(root)) {
            String first = folder.secret("postgres_password").reveal();
            Files.createDirectories(folder.spool());
            Path note = Files.writeString(root.resolve("note.txt"), "mine");
            Path backup = Files.writeString(Files.createDirectory(root.resolve("backups")).resolve("ledger.dump"),
                    "mine");
            Path exits = Files.writeString(folder.exits(new BotId("bot_1_momentum")), "of another ledger");
            folder.clear();
            assertThat(folder.spool()).doesNotExist();
            assertThat(exits).doesNotExist();
            assertThat(folder.secret("postgres_password").reveal()).isNotEqualTo(first);
            assertThat(note).exists();
            assertThat(backup).exists();
        }
    }

    @Test
    void rejectsAFolderWithOtherFiles() throws IOException {
        Path note = Files.writeString(root.resolve("note.txt"), "mine");
        assertThatThrownBy(() -> DemoFolder.open(root)).isInstanceOf(DemoException.class)
                .hasMessageContaining("has other files than a demo's");
        assertThat(root).isDirectoryContaining(note::equals).isDirectoryNotContaining("glob:**lock");
    }

    @Test
    void opensTheFolderOfAnEarlierDemoAgain() throws IOException {
        Path data = root.resolve("new/demo");
        try (DemoFolder folder = DemoFolder.open(data)) {
            RunHistory.requireSameMarket(folder.marketFile(), "synthetic market of seed 1");
            Files.createDirectories(folder.postgres());
        }
        DemoFolder.open(data).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data))).isEqualTo("rwx------");
    }
}
