package org.healthpassport.keymanagement;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.healthpassport.vault.key.file.FileProtection;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same promises of real services: {@code mvn -P real-master-keys -pl key-management -am test}, with URLs in {@code
 * TEST_MASTER_KEYS}, separated by blanks, and the credentials that each vendor documents. Without that profile it is
 * skipped where there are none.
 */
class MasterKeyRealTest {
    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicContainer> shouldKeepTheContract() {
        String urls = System.getenv("TEST_MASTER_KEYS");
        boolean isGiven = urls != null && !urls.isBlank();
        if (Boolean.getBoolean("master.keys.required") && !isGiven) {
            throw new IllegalStateException(
                    "Expected TEST_MASTER_KEYS to hold URLs of master keys, separated by blanks, but it is not set.");
        }
        assumeTrue(isGiven, "TEST_MASTER_KEYS names no real service");
        return Arrays.stream(urls.strip().split("\\s+")).map(this::contract);
    }

    private DynamicContainer contract(String url) {
        MasterKeyContract real = new MasterKeyContract() {
            @Override
            public FileProtection protection() {
                return MasterKeys.protection(url, null);
            }
        };
        return DynamicContainer.dynamicContainer(
                MasterKeyUrl.parse(url, "TEST_MASTER_KEYS").name(),
                Stream.of(
                        DynamicTest.dynamicTest("opens what it sealed", real::shouldOpenWhatItSealed),
                        DynamicTest.dynamicTest("not what belongs elsewhere", real::shouldNotOpenWhatBelongsElsewhere),
                        DynamicTest.dynamicTest("not what was changed", real::shouldNotOpenWhatWasChanged),
                        DynamicTest.dynamicTest(
                                "protects key files",
                                () -> real.shouldProtectKeyFilesAndTheirRotation(
                                        Files.createTempDirectory(folder, "keys")))));
    }
}
