package org.healthpassport.api.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.api.LostEvents;
import org.healthpassport.api.record.HealthRecordState.Annotated;
import org.healthpassport.api.record.HealthRecordState.Kept;
import org.healthpassport.api.record.HealthRecordState.Written;
import org.healthpassport.api.record.RecordCommand.Amend;
import org.healthpassport.api.record.RecordCommand.Annotate;
import org.healthpassport.api.record.RecordCommand.Delete;
import org.healthpassport.api.record.RecordCommand.Hide;
import org.healthpassport.api.record.RecordCommand.Show;
import org.healthpassport.api.record.key.ClinicalTime;
import org.healthpassport.api.record.key.Coding;
import org.healthpassport.api.record.key.SearchKeys;
import org.healthpassport.api.record.version.VersionName;
import org.healthpassport.edge.condition.IfMatch;
import org.healthpassport.events.EventType;
import org.healthpassport.events.record.RecordAmended;
import org.healthpassport.events.record.RecordAnnotated;
import org.healthpassport.events.record.RecordCreated;
import org.healthpassport.events.record.RecordDeleted;
import org.healthpassport.events.record.RecordHidden;
import org.healthpassport.events.record.RecordShown;
import org.healthpassport.fhir.catalog.RecordType;
import org.junit.jupiter.api.Test;

class RecordDecisionsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");
    private static final Coding PENICILLIN = new Coding("http://snomed.info/sct", "91936005");
    private static final Coding LATEX = new Coding("http://snomed.info/sct", "300916003");
    private static final HealthRecordState CREATED = HealthRecordState.first(
            "patient", RecordType.ALLERGY_INTOLERANCE, keys(PENICILLIN), new Written("first", 100), NOW, null);

    @Test
    void shouldTellOfTheFirstVersion() {
        assertThat(RecordDecisions.created("record", CREATED))
                .isEqualTo(new NewEvent(
                        EventType.RECORD_CREATED, new RecordCreated("record", "patient", "AllergyIntolerance", 1L)));
    }

    @Test
    void shouldNameTheNewVersionAndItsCodes() {
        // when
        Decision.Accepted<HealthRecordState> amended = accepted(CREATED, amend(1));

        // then
        assertThat(amended.state())
                .isEqualTo(new HealthRecordState(
                        "patient",
                        RecordType.ALLERGY_INTOLERANCE,
                        2,
                        NOW.plusSeconds(1),
                        false,
                        keys(LATEX),
                        List.of("second", "first"),
                        200,
                        new Kept(2, 300),
                        false,
                        Annotated.NOT,
                        null));
        assertThat(amended.events())
                .containsExactly(new NewEvent(
                        EventType.RECORD_AMENDED, new RecordAmended("record", "patient", "AllergyIntolerance", 2L)));
    }

    @Test
    void shouldForgetTheCodesOfWhatIsDeleted() {
        // when
        Decision.Accepted<HealthRecordState> deleted = accepted(CREATED, delete(1));

        // then
        assertThat(deleted.state().deleted()).isTrue();
        assertThat(deleted.state().keys()).isEqualTo(SearchKeys.NONE);
        assertThat(deleted.state().newest()).containsExactly("second", "first");
        assertThat(deleted.state().kept()).isEqualTo(new Kept(1, 100));
        assertThat(deleted.state().bytes()).isZero();
        assertThat(deleted.events())
                .containsExactly(new NewEvent(
                        EventType.RECORD_DELETED, new RecordDeleted("record", "patient", "AllergyIntolerance", 2L)));
    }

    /** The head of a record can be changed by what makes no version. */
    @Test
    void shouldNumberVersionsByThemselvesAndNotByTheHead() {
        // given
        Snapshot<HealthRecordState> changedOften = new Snapshot<>("record", 7, NOW, CREATED);

        // then
        assertThat(HealthRecordState.headOf(changedOften).name()).isEqualTo(new VersionName("record", 1, "first"));
        assertThat(RecordDecisions.decide(changedOften, amend(7)))
                .isEqualTo(Decision.refuse(new RecordRefusal.StaleRecord(1)));
        assertThat(RecordDecisions.decide(changedOften, amend(1)))
                .isInstanceOfSatisfying(
                        Decision.Accepted.class,
                        accepted -> assertThat(((HealthRecordState) accepted.state()).number())
                                .isEqualTo(2));
    }

    @Test
    void shouldRefuseToChangeAVersionThatIsNotTheNewest() {
        assertThat(List.of(amend(0), amend(2), delete(0), delete(2)))
                .allSatisfy(command -> assertRefused(CREATED, command, new RecordRefusal.StaleRecord(1)));
    }

    @Test
    void shouldRestoreWhatIsDeletedForWhoeverNamesTheDeletionAndCountTheDeletionThen() {
        // given
        HealthRecordState deleted = accepted(CREATED, delete(1)).state();

        // when
        Decision.Accepted<HealthRecordState> restored = accepted(deleted, amend(2));

        // then
        assertThat(restored.state().deleted()).isFalse();
        assertThat(restored.state().keys()).isEqualTo(keys(LATEX));
        assertThat(restored.state().kept()).isEqualTo(new Kept(3, 300));
        assertThat(restored.events())
                .containsExactly(new NewEvent(
                        EventType.RECORD_AMENDED, new RecordAmended("record", "patient", "AllergyIntolerance", 3L)));
    }

    @Test
    void shouldNotRestoreWhatIsDeletedForWhoeverDoesNotNameTheDeletion() {
        HealthRecordState deleted = accepted(CREATED, delete(1)).state();

        for (IfMatch condition : List.of(IfMatch.of(1), IfMatch.of(3), IfMatch.required("*"))) {
            assertRefused(deleted, amend(condition), new RecordRefusal.StaleRecord(2));
        }
        assertThat(RecordDecisions.decide(version(CREATED), amend(IfMatch.required("*"))))
                .isInstanceOf(Decision.Accepted.class);
    }

    @Test
    void shouldChangeNothingWhenADeletedRecordIsDeletedAgain() {
        HealthRecordState deleted = accepted(CREATED, delete(1)).state();

        assertThat(RecordDecisions.decide(version(deleted), delete(1))).isInstanceOf(Decision.Unchanged.class);
        assertThat(RecordDecisions.decide(version(deleted), delete(2))).isInstanceOf(Decision.Unchanged.class);
    }

    @Test
    void shouldHideARecordAndShowItAgainWithoutAVersion() {
        // when
        Decision.Accepted<HealthRecordState> hidden = accepted(CREATED, new Hide());
        Decision.Accepted<HealthRecordState> shown = accepted(hidden.state(), new Show());

        // then
        assertThat(hidden.state().hidden()).isTrue();
        assertThat(hidden.state().number()).isEqualTo(1);
        assertThat(hidden.events())
                .containsExactly(new NewEvent(
                        EventType.RECORD_HIDDEN, new RecordHidden("record", "patient", "AllergyIntolerance")));
        assertThat(shown.state()).isEqualTo(CREATED);
        assertThat(shown.events())
                .containsExactly(new NewEvent(
                        EventType.RECORD_SHOWN, new RecordShown("record", "patient", "AllergyIntolerance")));
        assertThat(RecordDecisions.decide(version(hidden.state()), new Hide())).isInstanceOf(Decision.Unchanged.class);
        assertThat(RecordDecisions.decide(version(CREATED), new Show())).isInstanceOf(Decision.Unchanged.class);
    }

    @Test
    void shouldKeepARecordHiddenThroughAmendmentDeletionAndRestoration() {
        // given
        HealthRecordState hidden = accepted(CREATED, new Hide()).state();

        // when
        HealthRecordState amended = accepted(hidden, amend(1)).state();
        HealthRecordState deleted = accepted(amended, delete(2)).state();
        HealthRecordState restored = accepted(deleted, amend(3)).state();

        // then
        assertThat(List.of(amended, deleted, restored)).allMatch(HealthRecordState::hidden);
        assertRefused(deleted, new Hide(), new RecordRefusal.RecordDeleted());
        assertRefused(deleted, new Show(), new RecordRefusal.RecordDeleted());
    }

    @Test
    void shouldNumberAnnotationsAndMakeNoVersion() {
        // when
        Decision.Accepted<HealthRecordState> first = accepted(CREATED, new Annotate("one", 10));
        Decision.Accepted<HealthRecordState> second = accepted(first.state(), new Annotate("two", 20));

        // then
        assertThat(second.state().annotated()).isEqualTo(new Annotated(List.of("one", "two"), 30));
        assertThat(second.state().number()).isEqualTo(1);
        assertThat(second.state().lastUpdated()).isEqualTo(NOW);
        assertThat(second.events())
                .containsExactly(new NewEvent(
                        EventType.RECORD_ANNOTATED,
                        new RecordAnnotated("record", "patient", "AllergyIntolerance", 2L)));
        assertThat(RecordDecisions.decide(version(second.state()), new Annotate("one", 10)))
                .isInstanceOf(Decision.Unchanged.class);
        assertThat(accepted(second.state(), amend(1)).state().annotated())
                .isEqualTo(second.state().annotated());
    }

    @Test
    void shouldBoundTheAnnotationsAndTakeNoneForWhatIsDeleted() {
        // given
        HealthRecordState full = CREATED;
        for (int i = 0; i < RecordDecisions.ANNOTATIONS_AT_MOST; i++) {
            full = accepted(full, new Annotate("command " + i, 10)).state();
        }

        // then
        assertRefused(full, new Annotate("another", 10), new RecordRefusal.TooManyAnnotations(50));
        assertRefused(
                accepted(CREATED, delete(1)).state(), new Annotate("late", 10), new RecordRefusal.RecordDeleted());
    }

    @Test
    void shouldBoundTheVersionsButNeverKeepARecordFromBeingDeleted() {
        // given
        long most = RecordDecisions.VERSIONS_AT_MOST;
        HealthRecordState state = CREATED;
        while (state.number() < most) {
            state = state.amended(keys(LATEX), new Written("command", 100), NOW);
        }
        Snapshot<HealthRecordState> full = new Snapshot<>("record", most, NOW, state);

        // then
        assertThat(RecordDecisions.decide(full, amend(most)))
                .isEqualTo(Decision.refuse(new RecordRefusal.TooManyVersions((int) most)));
        assertThat(RecordDecisions.decide(full, delete(most))).isInstanceOf(Decision.Accepted.class);
    }

    @Test
    void shouldKeepAHeadOfTheSameSizeHoweverManyVersionsThereAre() {
        // given
        HealthRecordState state = CREATED;

        // when
        for (int version = 2; version <= 1_000; version++) {
            state = state.amended(keys(LATEX), new Written("command " + version, 100), NOW);
        }

        // then
        assertThat(state.newest()).containsExactly("command 1000", "command 999");
        assertThat(state.kept()).isEqualTo(new Kept(1_000, 100_000));
    }

    @Test
    void shouldNeverLetTimeGoBack() {
        assertThat(RecordDecisions.timeOfNext(version(CREATED), NOW.minusSeconds(5)))
                .isEqualTo(NOW);
        assertThat(RecordDecisions.timeOfNext(version(CREATED), NOW.plusSeconds(5)))
                .isEqualTo(NOW.plusSeconds(5));
    }

    @Test
    void shouldTellNothingOfAPatientWhenItIsPrinted() {
        assertThat(CREATED.toString() + PENICILLIN + new ClinicalTime(NOW, NOW))
                .doesNotContain("91936005", "snomed", "2026");
    }

    @Test
    void shouldHideWhatWasHiddenOrDeletedAfterTheBackup() {
        // given
        NewEvent hidden =
                new NewEvent(EventType.RECORD_HIDDEN, new RecordHidden("record", "patient", "AllergyIntolerance"));
        NewEvent shown =
                new NewEvent(EventType.RECORD_SHOWN, new RecordShown("record", "patient", "AllergyIntolerance"));
        NewEvent deleted = new NewEvent(
                EventType.RECORD_DELETED, new RecordDeleted("record", "patient", "AllergyIntolerance", 2L));

        // then
        assertThat(restored(hidden)).isEqualTo(CREATED.hidden(true));
        assertThat(restored(hidden, shown)).isEqualTo(CREATED);
        assertThat(restored(deleted)).isEqualTo(CREATED.hidden(true));
    }

    private static HealthRecordState restored(NewEvent... lost) {
        return RecordDecisions.restoration().known().apply(CREATED, LostEvents.of(lost));
    }

    private static SearchKeys keys(Coding code) {
        return new SearchKeys(List.of(code), null);
    }

    private static Amend amend(long expectedVersion) {
        return amend(IfMatch.of(expectedVersion));
    }

    private static Amend amend(IfMatch condition) {
        return new Amend(
                condition, new Written("second", 200), NOW.plusSeconds(1), RecordType.ALLERGY_INTOLERANCE, keys(LATEX));
    }

    private static Delete delete(long expectedVersion) {
        return new Delete(IfMatch.of(expectedVersion), new Written("second", 0), NOW.plusSeconds(1));
    }

    private static Snapshot<HealthRecordState> version(HealthRecordState state) {
        return new Snapshot<>("record", state.newest().size(), NOW, state);
    }

    private static void assertRefused(HealthRecordState state, RecordCommand command, RecordRefusal refusal) {
        assertThat(RecordDecisions.decide(version(state), command))
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    @SuppressWarnings("unchecked")
    private static Decision.Accepted<HealthRecordState> accepted(HealthRecordState state, RecordCommand command) {
        Decision<HealthRecordState> decision = RecordDecisions.decide(version(state), command);
        assertThat(decision).isInstanceOf(Decision.Accepted.class);
        return (Decision.Accepted<HealthRecordState>) decision;
    }
}
