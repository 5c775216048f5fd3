package org.healthpassport.api.record.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.stamp.Client;
import org.healthpassport.aggregates.stamp.Correlation;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.access.Author;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageRequest;
import org.healthpassport.api.record.Allergies;
import org.healthpassport.api.record.version.NewVersion;
import org.healthpassport.api.record.version.RecordVersion;
import org.healthpassport.api.record.version.RecordVersions;
import org.healthpassport.api.record.version.VersionName;
import org.healthpassport.events.audit.AuditAction;
import org.healthpassport.fhir.catalog.RecordType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.publisher.Flux;

class HistoryOfTypeTest {
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final RecordType ALLERGY = RecordType.ALLERGY_INTOLERANCE;
    private static final String CONDITION = """
            {"resourceType":"Condition","clinicalStatus":{"coding":[{"system":\
            "http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},"code":{"text":"Asthma"}}""";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private SignedIn patient;
    private Allergies allergies;
    private String latex;
    private String nickel;

    @BeforeEach
    void writeSome() {
        patient = api.newPatient();
        allergies = new Allergies(api, patient);
        latex = allergies.create(Allergies.to("Latex"));
        allergies.create(CONDITION);
        nickel = allergies.create(Allergies.to("Nickel"));
        allergies.put(latex, 1, Allergies.to("Natural latex")).expectStatus().isOk();
        allergies.delete(nickel, 1).expectStatus().isNoContent();
        allergies.put(latex, 2, Allergies.to("Latex rubber")).expectStatus().isOk();
    }

    @Test
    void shouldGiveAllVersionsOfTheTypeNewestFirstPageByPage() {
        for (int limit = 1; limit <= 6; limit++) {
            assertThat(all(patient, limit, Instant.MIN))
                    .containsExactly(latex(3), nickel(2), latex(2), nickel(1), latex(1));
        }
    }

    @Test
    void shouldBeginAtATime() {
        // given
        Instant second = page(patient, new PageRequest(50, null, ""), Instant.MIN).items().stream()
                .filter(found -> found.recordId().equals(idOf(latex)) && found.number() == 2)
                .findFirst()
                .orElseThrow()
                .version()
                .orThrow()
                .recordedAt();

        // then
        assertThat(all(patient, 50, second)).contains(latex(2)).doesNotContain(latex(1), nickel(1));
    }

    @Test
    void shouldLeaveOutWhatNeverCounted() {
        // given losers of each number, and one that may still come to count
        for (long number = 1; number <= 4; number++) {
            List<String> before = new ArrayList<>();
            for (long earlier = number - 1; earlier > 0 && before.size() < 2; earlier--) {
                before.add(commandOf(earlier));
            }
            RecordVersion version = new RecordVersion(
                    idOf(latex),
                    number,
                    Instant.now(),
                    new Author(patient.accountId(), Role.PATIENT, null),
                    new byte[] {'{', '}'});
            VersionName name =
                    new VersionName(idOf(latex), number, api.bean(Ids.class).next());
            api.bean(RecordVersions.class)
                    .insert(new NewVersion(patient.patientId(), name, version, before))
                    .block(WITHIN);
        }

        // then
        for (int limit : new int[] {1, 3, 50}) {
            assertThat(all(patient, limit, Instant.MIN))
                    .containsExactly(latex(3), nickel(2), latex(2), nickel(1), latex(1));
        }
    }

    @Test
    void shouldShowARecordOnceIfItsHeadCannotBeRead() {
        // given
        mongo().updateFirst(query(where("_id").is(idOf(latex))), Update.update("sealed", "rubbish"), "records")
                .block(WITHIN);

        // then
        assertThat(all(patient, 50, Instant.MIN)).containsExactly(idOf(latex) + "/0", nickel(2), nickel(1));
    }

    @Test
    void shouldKeepADeletedRecordFromOthers() {
        // given
        Members members = new Members(api);
        Members.Member doctor = members.doctor(members.hospital());
        new ConsentUnderTest(api).granted(patient, ConsentUnderTest.toDoctor(doctor, "RECORDS_READ"));

        // then
        assertThat(all(new Caller(doctor.accountId(), Role.DOCTOR, null, doctor.hospitalId()), 2, Instant.MIN))
                .containsExactly(latex(3), latex(2), latex(1));
    }

    @Test
    void shouldEndAPageAfterSoManyAndGoOnBehindThem() {
        // given more losers than a page looks at
        byte[] resource = {'{', '}'};
        RecordVersions versions = api.bean(RecordVersions.class);
        Ids ids = api.bean(Ids.class);
        Flux.range(0, HistoryOfType.MOST + 5)
                .flatMap(
                        i -> versions.insert(new NewVersion(
                                patient.patientId(),
                                new VersionName(idOf(latex), 4, ids.next()),
                                new RecordVersion(
                                        idOf(latex),
                                        4,
                                        Instant.now(),
                                        new Author(patient.accountId(), Role.PATIENT, null),
                                        resource),
                                List.of(commandOf(3), commandOf(2)))),
                        16)
                .blockLast(WITHIN);

        // when
        Page<LoadedVersion> first = page(patient, new PageRequest(50, null, ""), Instant.MIN);
        Page<LoadedVersion> second = page(patient, PageRequest.of(50, first.nextCursor()), Instant.MIN);

        // then
        assertThat(first.items()).isEmpty();
        assertThat(first.nextCursor()).isNotNull();
        assertThat(second.items()).extracting(HistoryOfTypeTest::text).contains(latex(3), latex(1));
        assertThat(second.nextCursor()).isNull();
    }

    private List<String> all(SignedIn reader, int limit, Instant since) {
        return all(new Caller(reader.accountId(), Role.PATIENT, reader.patientId(), null), limit, since);
    }

    private List<String> all(Caller reader, int limit, Instant since) {
        List<String> all = new ArrayList<>();
        String cursor = null;
        do {
            Page<LoadedVersion> page = page(reader, PageRequest.of(limit, cursor), since);
            page.items().forEach(found -> all.add(text(found)));
            cursor = page.nextCursor();
        } while (cursor != null);
        return all;
    }

    private Page<LoadedVersion> page(SignedIn reader, PageRequest request, Instant since) {
        return page(new Caller(reader.accountId(), Role.PATIENT, reader.patientId(), null), request, since);
    }

    private Page<LoadedVersion> page(Caller reader, PageRequest request, Instant since) {
        return api.bean(RecordReading.class)
                .historyOfType(reader, patient.patientId(), ALLERGY, since, request)
                .contextWrite(new Client("10.1.2.3", "10.1.2.3", null, AuditAction.READ)::into)
                .contextWrite(reader.actor()::into)
                .contextWrite(new Correlation("request", null, null)::into)
                .block(WITHIN);
    }

    private String latex(int version) {
        return idOf(latex) + '/' + version;
    }

    private String nickel(int version) {
        return idOf(nickel) + '/' + version;
    }

    private static String text(LoadedVersion found) {
        return found.recordId() + '/' + found.number();
    }

    private static String idOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private String commandOf(long number) {
        return mongo().find(
                        query(where("_id").regex("^" + VersionName.placeOf(idOf(latex), number))),
                        Document.class,
                        "recordVersions")
                .map(document -> VersionName.parse(document.getString("_id"))
                        .orElseThrow()
                        .commandId())
                .sort()
                .blockFirst(WITHIN);
    }

    private static ReactiveMongoTemplate mongo() {
        return api.bean(ReactiveMongoTemplate.class);
    }
}
