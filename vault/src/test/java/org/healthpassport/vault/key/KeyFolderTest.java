package org.healthpassport.vault.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.healthpassport.vault.crash.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFolderTest {
    private static final byte[] SECRET = {1, 2, 3};
    private static final byte[] NOTHING = {};

    @TempDir
    Path temporary;

    @Test
    void shouldMakeKeysOnceAndFindThemAgain() throws Exception {
        // given
        Path folder = temporary.resolve("keys");
        KeyFolder made = KeyFolder.openOrCreate(folder, EnumSet.allOf(KeyPurpose.class), purpose -> false);

        // when
        KeyFolder again = KeyFolder.openOrCreate(folder, EnumSet.allOf(KeyPurpose.class), purpose -> false);
        KeyFolder opened = KeyFolder.open(folder, EnumSet.allOf(KeyPurpose.class));

        // then
        for (KeyPurpose purpose : KeyPurpose.values()) {
            byte[] sealed = made.of(purpose).encrypt(SECRET, NOTHING);
            assertThat(again.of(purpose).decrypt(sealed, NOTHING)).isEqualTo(SECRET);
            assertThat(opened.of(purpose).decrypt(sealed, NOTHING)).isEqualTo(SECRET);
        }
    }

    @Test
    void shouldKeepKeysFromOthers() throws IOException {
        // given
        Path folder = temporary.resolve("keys");

        // when
        KeyFolder.openOrCreate(folder, Set.of(KeyPurpose.STATE), purpose -> false);

        // then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("kek-state.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldKeepKeyInFolderOfItsPurposeWhereThereIsOne() throws Exception {
        // given
        Path folder = temporary.resolve("keys");
        Path own = ownFolder(folder);

        // when
        KeyFolder keys = KeyFolder.openOrCreate(folder, Set.of(KeyPurpose.STATE, KeyPurpose.QR), purpose -> false);

        // then
        assertThat(folder).isDirectoryContaining("glob:**/kek-state.json");
        assertThat(folder).isDirectoryNotContaining("glob:**/kek-qr.json");
        assertThat(own).isDirectoryContaining("glob:**/kek-qr.json");
        byte[] sealed = keys.of(KeyPurpose.QR).encrypt(SECRET, NOTHING);
        assertThat(KeyFolder.open(folder, Set.of(KeyPurpose.QR))
                        .of(KeyPurpose.QR)
                        .decrypt(sealed, NOTHING))
                .isEqualTo(SECRET);
    }

    @Test
    void shouldMakeNoKeyInPlaceOfOneThatWasUsed() {
        // given
        Path folder = temporary.resolve("keys");
        Set<KeyPurpose> used = Set.of(KeyPurpose.STATE, KeyPurpose.QR);

        // when, then
        assertThatIllegalStateException()
                .isThrownBy(() -> KeyFolder.openOrCreate(folder, EnumSet.allOf(KeyPurpose.class), used::contains))
                .withMessageContaining(folder + ", ")
                .withMessageContaining("kek-state.json, kek-qr.json;")
                .withMessageContaining("restore");
        assertThat(folder).doesNotExist();
    }

    @Test
    void shouldMakeKeyOfPurposeThatIsNewBesideThoseThatWereUsed() {
        // given
        Path folder = temporary.resolve("keys");
        KeyFolder.openOrCreate(folder, Set.of(KeyPurpose.STATE), purpose -> false);

        // when
        KeyFolder.openOrCreate(folder, Set.of(KeyPurpose.STATE, KeyPurpose.QR), KeyPurpose.STATE::equals);

        // then
        assertThat(folder.resolve("kek-qr.json")).exists();
    }

    @Test
    void shouldTakeKeyThatAnotherProcessMadeAndUsedMeanwhile() {
        // given
        Path folder = temporary.resolve("keys");
        Predicate<KeyPurpose> usedMeanwhile = purpose -> {
            KeyFolder.openOrCreate(folder, Set.of(purpose), any -> false);
            return true;
        };

        // when
        KeyFolder keys = KeyFolder.openOrCreate(folder, Set.of(KeyPurpose.STATE), usedMeanwhile);

        // then
        assertThat(keys.of(KeyPurpose.STATE)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldRefuseKeyThatLiesOutsideOfItsOwnFolder(boolean alsoInside) throws IOException {
        // given
        Path folder = temporary.resolve("keys");
        KeyFolder.openOrCreate(folder, Set.of(KeyPurpose.QR), purpose -> false);
        Path own = ownFolder(folder);
        if (alsoInside) {
            Files.copy(folder.resolve("kek-qr.json"), own.resolve("kek-qr.json"));
        }

        // when, then
        assertThatIllegalStateException()
                .isThrownBy(() -> KeyFolder.openOrCreate(folder, Set.of(KeyPurpose.QR), purpose -> false))
                .withMessageContaining(folder.resolve("kek-qr.json").toString())
                .withMessageContaining("move it");
    }

    @Test
    void shouldRefuseOwnFolderThatOthersCanAccess() throws IOException {
        // given
        Path folder = temporary.resolve("keys");
        Path own = ownFolder(folder);
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-x---"));

        // when, then
        assertThatIllegalStateException()
                .isThrownBy(() -> KeyFolder.openOrCreate(folder, Set.of(KeyPurpose.QR), purpose -> false))
                .withMessageContaining("chmod 700 " + own);
    }

    private static Path ownFolder(Path folder) throws IOException {
        return Files.createDirectories(
                folder.resolve("qr"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    @Test
    void shouldRefusePurposeThatServiceWasNotGiven() {
        // given
        KeyFolder keys = KeyFolder.openOrCreate(temporary.resolve("keys"), Set.of(KeyPurpose.STATE), purpose -> false);

        // when, then
        assertThatIllegalStateException()
                .isThrownBy(() -> keys.of(KeyPurpose.DOCUMENTS))
                .withMessageContaining("DOCUMENTS");
    }

    @Test
    void shouldNameMissingFile() {
        assertThatIllegalStateException()
                .isThrownBy(() -> KeyFolder.open(temporary, Set.of(KeyPurpose.QR)))
                .withMessageContaining(temporary.resolve("kek-qr.json").toString())
                .withMessageContaining("restore");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"})
    void shouldRefuseFileThatOthersCanAccess(String permissions) throws IOException {
        // given
        Path folder = temporary.resolve("keys");
        KeyFolder.openOrCreate(folder, Set.of(KeyPurpose.STATE), purpose -> false);
        Path file = folder.resolve("kek-state.json");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        // when, then
        assertThatIllegalStateException()
                .isThrownBy(() -> KeyFolder.open(folder, Set.of(KeyPurpose.STATE)))
                .withMessageContaining("chmod 600 " + file);
    }

    @Test
    void shouldRefuseToMakeKeysInFolderThatOthersCanAccess() throws IOException {
        // given
        Path folder = Files.createDirectory(temporary.resolve("keys"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

        // when, then
        assertThatIllegalStateException()
                .isThrownBy(() -> KeyFolder.openOrCreate(folder, Set.of(KeyPurpose.STATE), purpose -> false))
                .withMessageContaining("chmod 700 " + folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "not a keyset", "{\"primaryKeyId\":1,\"key\":[]}"})
    void shouldRefuseFileThatIsNoKeyset(String content) throws IOException {
        // given
        Path folder = temporary.resolve("keys");
        KeyFolder.openOrCreate(folder, Set.of(KeyPurpose.STATE), purpose -> false);
        Path file = folder.resolve("kek-state.json");
        Files.writeString(file, content);

        // when, then
        assertThatIllegalStateException()
                .isThrownBy(() -> KeyFolder.openOrCreate(folder, Set.of(KeyPurpose.STATE), purpose -> false))
                .withMessageContaining(file.toString());
    }

    @Test
    void shouldRefuseUnreadableFile() throws IOException {
        // given
        Path folder = temporary.resolve("keys");
        Path file = Files.createDirectories(folder.resolve("kek-state.json"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));

        // when, then
        assertThatIllegalStateException()
                .isThrownBy(() -> KeyFolder.open(folder, Set.of(KeyPurpose.STATE)))
                .withMessageContaining(file.toString());
    }

    @Test
    void shouldGiveSameKeysToThreadsThatStartAtOnce() throws Exception {
        // given
        int starts = 16;
        Path folder = temporary.resolve("keys");
        List<Callable<KeyFolder>> openings = new ArrayList<>();
        for (int i = 0; i < starts; i++) {
            openings.add(() -> KeyFolder.openOrCreate(folder, EnumSet.allOf(KeyPurpose.class), purpose -> false));
        }

        // when
        List<KeyFolder> opened = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(starts);
        try {
            for (Future<KeyFolder> opening : threads.invokeAll(openings)) {
                opened.add(opening.get());
            }
        } finally {
            threads.shutdownNow();
        }

        // then
        for (KeyPurpose purpose : KeyPurpose.values()) {
            byte[] sealed = opened.get(0).of(purpose).encrypt(SECRET, NOTHING);
            for (KeyFolder keys : opened) {
                assertThat(keys.of(purpose).decrypt(sealed, NOTHING)).isEqualTo(SECRET);
            }
        }
    }

    @Test
    void shouldGiveSameKeysToProcessesThatStartAtOnce() throws Exception {
        // given
        Path folder = temporary.resolve("keys");
        List<Process> processes = new ArrayList<>();

        // when
        List<byte[]> sealed = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                processes.add(ChildJvm.start(SealingProcess.class, folder.toString()));
            }
            for (Process process : processes) {
                sealed.add(Base64.getDecoder().decode(process.inputReader().readLine()));
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }

        // then
        KeyFolder keys = KeyFolder.open(folder, Set.of(KeyPurpose.STATE));
        for (byte[] bytes : sealed) {
            assertThat(keys.of(KeyPurpose.STATE).decrypt(bytes, NOTHING)).isEqualTo(SECRET);
        }
    }

    /** Makes or finds the keys, and prints something sealed by them. */
    static final class SealingProcess {
        private SealingProcess() {}

        public static void main(String[] arguments) throws Exception {
            KeyFolder keys = KeyFolder.openOrCreate(Path.of(arguments[0]), Set.of(KeyPurpose.STATE), purpose -> false);
            byte[] sealed = keys.of(KeyPurpose.STATE).encrypt(SECRET, NOTHING);
            System.out.println(Base64.getEncoder().encodeToString(sealed));
        }
    }
}
