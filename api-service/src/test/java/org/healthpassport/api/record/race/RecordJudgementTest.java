package org.healthpassport.api.record.race;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.record.race.Connection.Answer;
import org.healthpassport.api.record.race.Operation.Manner;
import org.healthpassport.api.record.race.Request.Kind;
import org.junit.jupiter.api.Test;

/** The race would find nothing if its judge did not. */
class RecordJudgementTest {
    private static final String RECORD = "record";
    private static final SignedIn PATIENT = new SignedIn("account", "patient", "email", "token");

    private static final Operation CREATED = wrote(1, Kind.CREATE, 0, 0, 10);
    private static final Operation AMENDED = wrote(2, Kind.AMEND, 1, 20, 40);
    private static final History HISTORY = new History(List.of("Substance 1", "Substance 2"));

    @Test
    void shouldAllowWhatARegisterAllows() {
        assertThat(faults(HISTORY, read(3, 1, 5, 15), read(4, 1, 25, 35), read(5, 2, 21, 30), read(6, 2, 41, 50)))
                .isEmpty();
        assertThat(faults(HISTORY, refused(3, 1, 30, 35), refused(4, 3, 0, 60), listed(5, 0, 9), listed(6, 0, 60, 2)))
                .isEmpty();
        assertThat(faults(deleted(), changed(3, Kind.DELETE, 2, 50, 60, 204), changed(4, Kind.DELETE, 1, 70, 80, 204)))
                .isEmpty();
    }

    @Test
    void shouldFindAnAcknowledgedVersionThatIsNotThere() {
        assertThat(faults(HISTORY, wrote(3, Kind.AMEND, 2, 50, 60))).anyMatch(fault -> fault.contains("acknowledged"));
        assertThat(faults(HISTORY, wrote(3, Kind.AMEND, 1, 20, 30)))
                .anyMatch(fault -> fault.contains("claims the same"));
        assertThat(faults(HISTORY, changed(3, Kind.DELETE, 2, 50, 60, 204)))
                .anyMatch(fault -> fault.contains("deleted"));
    }

    @Test
    void shouldFindAnAnswerWithAnotherVersionThanWasAskedFor() {
        assertThat(faults(
                        new History(List.of("Substance 1", "Substance 2", "Substance 3")),
                        operation(3, Kind.AMEND, 1, 50, 60, 200, 3, substance("Substance 3"))))
                .anyMatch(fault -> fault.contains("another version or content"));
    }

    @Test
    void shouldFindAVersionThatWasRefusedOrThatNobodyWrote() {
        History three = new History(List.of("Substance 1", "Substance 2", "Substance 3"));
        assertThat(faults(three, refused(3, 2, 30, 50))).anyMatch(fault -> fault.contains("was refused, but"));
        assertThat(faults(three)).anyMatch(fault -> fault.contains("Nobody wrote version 3"));
    }

    @Test
    void shouldFindReadsThatAreNoRegister() {
        // A version that was acknowledged before, one that was read before, and one that is still to be sent.
        assertThat(faults(HISTORY, read(3, 1, 41, 50))).anyMatch(fault -> fault.contains("version 1 at most"));
        assertThat(faults(HISTORY, read(3, 2, 21, 25), read(4, 1, 26, 30)))
                .anyMatch(fault -> fault.contains("version 1 at most"));
        assertThat(faults(HISTORY, read(3, 2, 11, 15))).anyMatch(fault -> fault.contains("before it was sent"));
        assertThat(faults(HISTORY, listed(3, 11, 15))).anyMatch(fault -> fault.contains("version 0 at most"));
        assertThat(faults(HISTORY, listed(3, 50, 60, 1))).anyMatch(fault -> fault.contains("version 1 at most"));
        assertThat(faults(HISTORY, operation(3, Kind.READ_VERSION, 2, 50, 60, 404, 0, "")))
                .anyMatch(fault -> fault.contains("version 1 at most"));
    }

    @Test
    void shouldFindContentThatIsAnothers() {
        assertThat(faults(HISTORY, operation(3, Kind.READ, 0, 50, 60, 200, 2, substance("Substance 1"))))
                .anyMatch(fault -> fault.contains("but the history says Substance 2"));
        assertThat(faults(HISTORY, operation(3, Kind.HISTORY, 0, 50, 60, 200, 0, """
                {"items":[{"version":2,"resource":%s}]}""".formatted(
                                substance("Substance 1")))))
                .anyMatch(fault -> fault.contains("but the history says Substance 2"));
    }

    @Test
    void shouldFindARefusalWithoutReason() {
        assertThat(faults(HISTORY, refused(3, 2, 41, 50))).anyMatch(fault -> fault.contains("all the time"));
        assertThat(faults(HISTORY, refused(3, 1, 11, 15))).anyMatch(fault -> fault.contains("all the time"));
        assertThat(faults(HISTORY, operation(3, Kind.READ, 0, 50, 60, 410, 0, "")))
                .anyMatch(fault -> fault.contains("says that the record is deleted"));
    }

    @Test
    void shouldFindAnswersThatNobodyMayGet() {
        assertThat(RecordJudgement.fault(operation(3, Kind.READ, 0, 0, 10, 500, 0, "")))
                .isPresent();
        assertThat(RecordJudgement.fault(operation(3, Kind.LIST, 0, 0, 10, 503, 0, "")))
                .isPresent();
        assertThat(RecordJudgement.fault(operation(3, Kind.AMEND, 1, 0, 10, 500, 0, "")))
                .isPresent();
        assertThat(RecordJudgement.fault(new Operation(request(3, Kind.READ, 0), Manner.PLAIN, 0, null, 10)))
                .isPresent();
        assertThat(RecordJudgement.fault(AMENDED)).isEmpty();
    }

    /** Of a record that was created, amended, and this. */
    private static List<String> faults(History history, Operation... more) {
        List<Operation> operations = Stream.concat(Stream.of(CREATED, AMENDED), Stream.of(more))
                .sorted(Comparator.comparingLong(Operation::began))
                .toList();
        return new RecordJudgement(RECORD, operations, history).faults();
    }

    private static History deleted() {
        return new History(List.of("Substance 1", "Substance 2", ""));
    }

    private static Operation wrote(int number, Kind kind, long seen, long began, long ended) {
        int status = kind == Kind.CREATE ? 201 : 200;
        return operation(number, kind, seen, began, ended, status, seen + 1, substance("Substance " + number));
    }

    private static Operation refused(int number, long seen, long began, long ended) {
        return changed(number, Kind.AMEND, seen, began, ended, 412);
    }

    private static Operation changed(int number, Kind kind, long seen, long began, long ended, int status) {
        return operation(number, kind, seen, began, ended, status, 0, "");
    }

    private static Operation read(int number, long version, long began, long ended) {
        return operation(number, Kind.READ, 0, began, ended, 200, version, substance("Substance " + version));
    }

    /** A list without the record. */
    private static Operation listed(int number, long began, long ended) {
        return operation(number, Kind.LIST, 0, began, ended, 200, 0, "{\"items\":[]}");
    }

    private static Operation listed(int number, long began, long ended, long version) {
        return operation(number, Kind.LIST, 0, began, ended, 200, 0, """
                {"items":[{"id":"record","meta":{"versionId":"%d"},"code":{"text":"Substance %d"}}]}""".formatted(version, version));
    }

    private static String substance(String substance) {
        return "{\"code\":{\"text\":\"" + substance + "\"}}";
    }

    private static Operation operation(
            int number, Kind kind, long seen, long began, long ended, int status, long version, String body) {
        Map<String, String> headers = version == 0
                ? Map.of()
                : Map.of("etag", "W/\"" + version + '"', "location", "https://passport.test/" + RECORD);
        return new Operation(
                request(number, kind, seen), Manner.PLAIN, began, new Answer(status, headers, body), ended);
    }

    private static Request request(int number, Kind kind, long version) {
        return new Request(kind, PATIENT, number, kind == Kind.CREATE || kind == Kind.LIST ? "" : RECORD, version);
    }
}
