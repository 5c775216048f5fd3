package org.healthpassport.audit.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.healthpassport.audit.note.ClosingNote;
import org.healthpassport.audit.note.SignatureType;
import org.healthpassport.audit.note.SigningKey;
import org.healthpassport.audit.tile.Entry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogSeriesTest {
    @TempDir
    Path temporary;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private RestoredSample logs;

    @BeforeEach
    void makeLogs() throws IOException {
        logs = new RestoredSample(temporary.resolve("log"));
    }

    @Test
    void shouldSayThatALogWasRestored() throws IOException {
        // given
        logs.continued();

        // when
        int code = verify();

        // then
        assertThat(code).isEqualTo(VerifyCommand.RESTORED);
        assertThat(out.toString(UTF_8).lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("GOOD: log.example/audit, size 650, root "),
                        line -> assertThat(line)
                                .isEqualTo("RESTORED: entries 650 to 899 of log.example/audit were signed, but are not"
                                        + " kept; closed at 2026-11-30T19:00:00Z for this reason: Disk failure"),
                        line -> assertThat(line)
                                .isEqualTo("RESTORED: it continues as log.example/audit/2, verifier key "
                                        + logs.next.vkey()),
                        line -> assertThat(line).startsWith("GOOD: log.example/audit/2, size 702, root "));
    }

    @Test
    void shouldBeginWithALaterLog() throws IOException {
        logs.continued();
        assertThat(run("--log", logs.next.folder.toString(), "--vkey", logs.next.vkey()))
                .isEqualTo(VerifyCommand.GOOD);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 649, 650})
    void shouldCompareWithAnOlderCheckpointThatIsKept(int size) throws IOException {
        logs.continued();
        assertThat(verify("--since", since(logs.checkpoint(size).bytes()))).isEqualTo(VerifyCommand.RESTORED);
        assertThat(out.toString(UTF_8)).contains("GOOD: begins with the " + size + " entries of the older checkpoint");
    }

    @ParameterizedTest
    @ValueSource(ints = {651, 700, 800, 900})
    void shouldExplainAnOlderCheckpointThatIsNotKept(int size) throws IOException {
        logs.continued();
        assertThat(verify("--since", since(logs.checkpoint(size).bytes()))).isEqualTo(VerifyCommand.RESTORED);
        assertThat(out.toString(UTF_8))
                .contains("RESTORED: the older checkpoint has " + size + " entries, of which 650 are kept");
    }

    @Test
    void shouldFindThatMoreWasSignedThanTheNoteSays() throws IOException {
        logs.continued();
        assertThat(verify("--since", since(logs.checkpoint(901).bytes()))).isEqualTo(VerifyCommand.BAD);
        assertThat(out.toString(UTF_8)).contains("closed: names 900 signed entries");
    }

    @ParameterizedTest
    @ValueSource(ints = {700, 900, 901})
    void shouldAccuseNobodyIfTheWitnessWasLost(int size) throws IOException {
        logs = new RestoredSample(temporary.resolve("lost"), RestoredSample.KEPT, true).continued();
        assertThat(verify("--since", since(logs.checkpoint(size).bytes()))).isEqualTo(VerifyCommand.RESTORED);
        assertThat(out.toString(UTF_8)).contains("are not kept, and it is not known whether more were signed;");
    }

    @Test
    void shouldSayThatNothingIsKept() throws IOException {
        logs = new RestoredSample(temporary.resolve("nothing"), 0, false).continued();
        assertThat(verify()).isEqualTo(VerifyCommand.RESTORED);
        assertThat(out.toString(UTF_8))
                .contains("GOOD: log.example/audit, of which the restore kept no signed entry")
                .doesNotContain("no checkpoint");
    }

    @Test
    void shouldTakeAnOlderCheckpointOfTheLaterLog() throws IOException {
        // given
        logs.continued();
        byte[] old = logs.next.sign().bytes();
        logs.next.append(List.of(SampleLog.entry(10_001)));
        logs.next.publish();

        // when, then
        assertThat(verify("--since", since(old))).isEqualTo(VerifyCommand.RESTORED);
        assertThat(out.toString(UTF_8)).contains("GOOD: begins with the 702 entries of the older checkpoint");
    }

    @Test
    void shouldNotTakeAnOlderCheckpointOfAnotherLog() throws IOException {
        logs.continued();
        assertThat(verify("--since", since(new SampleLog(temporary).sign().bytes())))
                .isEqualTo(VerifyCommand.UNKNOWN);
        assertThat(err.toString(UTF_8)).contains("it is of another one");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 649})
    void shouldFindACopyThatDiffers(int index) throws IOException {
        // given
        List<Entry> copies = new ArrayList<>(RestoredSample.copies());
        copies.set(index, SampleLog.entry(20_000));
        logs.continued(RestoredSample.begin(RestoredSample.first(logs.note), copies));

        // then
        assertThat(verify()).isEqualTo(VerifyCommand.BAD);
        assertThat(out.toString(UTF_8)).contains("entries 1 to 650 are not copies of those that were signed before");
    }

    @Test
    void shouldFindARestoredEntryThatIsNotCopied() throws IOException {
        // given
        List<Entry> copies = new ArrayList<>(RestoredSample.copies());
        copies.remove(680);
        logs.continued(RestoredSample.begin(RestoredSample.first(logs.note), copies));

        // then
        assertThat(verify()).isEqualTo(VerifyCommand.BAD);
        assertThat(out.toString(UTF_8)).contains("entries 1 to 700 are not copies of those that were restored");
    }

    @Test
    void shouldFindALaterLogThatIsTooShort() throws IOException {
        // given
        logs.continued(RestoredSample.begin(
                RestoredSample.first(logs.note), RestoredSample.copies().subList(0, 300)));

        // then
        assertThat(verify()).isEqualTo(VerifyCommand.BAD);
        assertThat(out.toString(UTF_8)).contains("it has 302 entries, but continues one of 700");
    }

    @Test
    void shouldFindALaterLogThatNamesAnotherNote() throws IOException {
        // given
        logs.continued(RestoredSample.begin(SampleLog.entry(20_000), RestoredSample.copies()));

        // then
        assertThat(verify()).isEqualTo(VerifyCommand.BAD);
        assertThat(out.toString(UTF_8)).contains("its first entry does not name the note");
    }

    @Test
    void shouldFindALaterLogOfAnotherKey() throws IOException {
        // given
        logs.continued();
        SampleLog forged = new SampleLog(logs.next.folder, SampleLog.ORIGIN + "/2");
        forged.append(RestoredSample.begin(RestoredSample.first(logs.note), RestoredSample.copies()));
        forged.publish();

        // then
        assertThat(verify()).isEqualTo(VerifyCommand.BAD);
        assertThat(out.toString(UTF_8)).contains("BAD: no checkpoint to trust");
    }

    @Test
    void shouldFindThatTheLaterLogIsWithheld() {
        assertThat(verify()).isEqualTo(VerifyCommand.BAD);
        assertThat(out.toString(UTF_8)).contains("checkpoint: is missing");
    }

    @Test
    void shouldFindANoteThatTheKeyDidNotSign() throws IOException {
        // given
        logs.continued();
        SigningKey stranger = SigningKey.generate(SampleLog.ORIGIN, SignatureType.ED25519);
        ClosingNote note = ClosingNote.parse(logs.note.text());
        logs.old.write(
                "closed",
                stranger.sign(new ClosingNote(
                                stranger.verifier(),
                                note.next(),
                                note.signed(),
                                note.restored(),
                                note.kept(),
                                note.time(),
                                note.reason()))
                        .bytes());

        // then
        assertThat(verify()).isEqualTo(VerifyCommand.BAD);
        assertThat(out.toString(UTF_8)).contains("closed: Expected a signature of " + logs.old.vkey());
    }

    @Test
    void shouldFindEveryChangedByteOfTheNote() throws IOException {
        // given
        logs.continued();
        byte[] note = logs.note.bytes();
        for (int i = 0; i < note.length; i += 7) {
            byte[] changed = note.clone();
            changed[i] ^= 1;
            logs.old.write("closed", changed);

            // then
            assertThat(verify()).as("byte " + i).isEqualTo(VerifyCommand.BAD);
        }
    }

    @Test
    void shouldFindThatTheClosedLogDoesNotEndWhereItsNoteSays() throws IOException {
        // given
        logs.continued();
        logs.old.grow(660);

        // then
        assertThat(verify()).isEqualTo(VerifyCommand.BAD);
        assertThat(out.toString(UTF_8)).contains("closed: keeps 650 entries, but the checkpoint has 660");
    }

    private String since(byte[] checkpoint) throws IOException {
        return Files.write(temporary.resolve("since"), checkpoint).toString();
    }

    private int verify(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("--log", logs.old.folder.toString(), "--vkey", logs.old.vkey()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... arguments) {
        return new VerifyCommand(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)).run(arguments);
    }
}
