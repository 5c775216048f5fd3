package org.healthpassport.audit.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.healthpassport.audit.merkle.Hash;
import org.healthpassport.audit.note.Checkpoint;
import org.healthpassport.audit.note.SignatureType;
import org.healthpassport.audit.note.SigningKey;
import org.healthpassport.audit.note.VerifierKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogKeyFileTest {
    private static final String ORIGIN = "log.example/audit";

    @TempDir
    Path temporary;

    private Path folder;
    private Path file;

    @BeforeEach
    void choose() {
        folder = temporary.resolve("keys");
        file = folder.resolve(LogKeyFile.NAME);
    }

    @Test
    void shouldPutALaterLogIntoUseOnlyWhenItIsTold() throws IOException {
        // given
        SigningKey first = LogKeyFile.openOrCreate(folder, ORIGIN, () -> false);

        // when
        SigningKey next = LogKeyFile.prepare(folder, ORIGIN, 2);

        // then
        assertThat(next.verifier().name()).isEqualTo(ORIGIN + "/2");
        assertThat(LogKeyFile.prepare(folder, ORIGIN, 2).verifier()).isEqualTo(next.verifier());
        assertThat(LogKeyFile.logInUse(folder)).isEqualTo(1);
        assertThat(LogKeyFile.open(folder, ORIGIN).verifier()).isEqualTo(first.verifier());

        // when
        LogKeyFile.switchTo(folder, 2);
        LogKeyFile.destroyFormer(folder);

        // then
        assertThat(LogKeyFile.logInUse(folder)).isEqualTo(2);
        assertThat(LogKeyFile.openOrCreate(folder, ORIGIN, () -> false).verifier())
                .isEqualTo(next.verifier());
        assertThat(file).doesNotExist();
    }

    @Test
    void shouldTakeNoKeyForALogThatIsNotItsOwn() throws IOException {
        // given
        LogKeyFile.openOrCreate(folder, ORIGIN, () -> false);
        Files.move(file, folder.resolve("audit-log-key-2"));

        // then
        assertThatIllegalStateException()
                .isThrownBy(() -> LogKeyFile.open(folder, ORIGIN))
                .withMessageContaining("the key of the log " + ORIGIN + "/2");
    }

    @Test
    void shouldReadBackTheKeyThatItMade() throws IOException {
        // given
        SigningKey made = LogKeyFile.openOrCreate(folder, ORIGIN, () -> false);

        // when
        SigningKey read = LogKeyFile.open(folder, ORIGIN);

        // then
        Checkpoint checkpoint = new Checkpoint(ORIGIN, 0, Hash.OF_EMPTY_TREE);
        assertThat(Checkpoint.open(read.sign(checkpoint), made.verifier())).isEqualTo(checkpoint);
        assertThat(LogKeyFile.openOrCreate(folder, ORIGIN, () -> false).verifier())
                .isEqualTo(made.verifier());
        assertThat(VerifierKey.parse(Files.readAllLines(file).get(0))).isEqualTo(made.verifier());
    }

    @Test
    void shouldKeepTheKeyFromOthers() throws IOException {
        // when
        LogKeyFile.openOrCreate(folder, ORIGIN, () -> false);

        // then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertRefused().withMessageContaining("chmod 600 " + file);
    }

    @Test
    void shouldGiveAllThatStartAtOnceTheSameKey() throws Exception {
        // given
        ExecutorService processes = Executors.newFixedThreadPool(4);
        Callable<VerifierKey> start =
                () -> LogKeyFile.openOrCreate(folder, ORIGIN, () -> false).verifier();

        // when
        List<Future<VerifierKey>> started = processes.invokeAll(List.of(start, start, start, start));
        processes.shutdown();

        // then
        for (Future<VerifierKey> key : started) {
            assertThat(key.get()).isEqualTo(started.get(0).get());
        }
    }

    @Test
    void shouldNotMakeAKeyUnlessItIsToldTo() {
        assertRefused().withMessageContaining("there is no such file");
        assertThat(folder).doesNotExist();
    }

    @Test
    void shouldNotMakeAKeyInPlaceOfTheOneThatSigned() {
        assertThatIllegalStateException()
                .isThrownBy(() -> LogKeyFile.openOrCreate(folder, ORIGIN, () -> true))
                .withMessageContaining(file.toString())
                .withMessageContaining("restore it from its backup");
        assertThat(folder).doesNotExist();
    }

    @Test
    void shouldRefuseTheKeyOfAnotherLog() throws IOException {
        // given
        LogKeyFile.openOrCreate(folder, "other.example/log", () -> false);

        // then
        assertRefused()
                .withMessageContaining("it is that of other.example/log")
                .withMessageContaining("HEALTHPASSPORT_AUDIT_ORIGIN");
    }

    @Test
    void shouldRefuseAKeyThatIsNoneWithoutTellingIt() throws IOException {
        // given
        LogKeyFile.openOrCreate(folder, ORIGIN, () -> false);
        List<String> good = Files.readAllLines(file);
        SigningKey other = SigningKey.generate(ORIGIN, SignatureType.ED25519);
        String otherSecret = Base64.getEncoder().encodeToString(other.pkcs8());

        for (List<String> lines : List.of(
                List.<String>of(),
                List.of(good.get(0)),
                List.of(good.get(0), otherSecret),
                List.of(good.get(0), good.get(1) + "!"),
                List.of(good.get(1), good.get(0)),
                List.of(good.get(0), good.get(1), ""))) {
            // when
            Files.write(file, lines);

            // then
            assertRefused()
                    .withMessageContaining("restore it from its backup")
                    .satisfies(e -> assertThat(causes(e)).noneMatch(text -> text.contains(good.get(1))))
                    .satisfies(e -> assertThat(causes(e)).noneMatch(text -> text.contains(otherSecret)));
        }
    }

    private ThrowableAssertAlternative<IllegalStateException> assertRefused() {
        return assertThatIllegalStateException().isThrownBy(() -> LogKeyFile.open(folder, ORIGIN));
    }

    private static List<String> causes(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .map(Throwable::toString)
                .toList();
    }
}
