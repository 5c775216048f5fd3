package org.healthpassport.api.sharing.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.InvalidMember;
import org.healthpassport.aggregates.refusal.Ruling;
import org.healthpassport.api.sharing.SharedContent;
import org.healthpassport.api.sharing.code.QrCodeRequest.Content;
import org.healthpassport.api.sharing.code.QrCodeRules.Shareable;
import org.healthpassport.events.qrcode.QrCodeKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QrCodeRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00.500Z");
    private static final Content SUMMARY = new Content(true, null, null);

    @Test
    void shouldGrantAnHourWhereNothingElseIsAskedFor() {
        // when
        QrCodeOrder order = taken(link(SUMMARY, null, null));

        // then
        assertThat(order.expiresAt()).isEqualTo("2026-11-23T11:00:00Z");
        assertThat(order.content().summary()).isTrue();
    }

    @Test
    void shouldTakeAllThatIsAskedFor() {
        // given
        String record = UUID.randomUUID().toString();
        String document = UUID.randomUUID().toString();
        Content content = new Content(false, List.of(record), List.of(document));

        // when
        QrCodeOrder order = taken(new QrCodeRequest("HEALTH_LINK", content, null, "a passcode", 1, "label"));

        // then
        assertThat(order)
                .isEqualTo(new QrCodeOrder(
                        QrCodeKind.HEALTH_LINK,
                        new SharedContent(false, List.of(record), List.of(document)),
                        Instant.parse("2026-11-23T11:00:00Z"),
                        "a passcode",
                        1,
                        "label"));
    }

    @Test
    void shouldLetACardLastAsLongAsABankCard() {
        // when
        QrCodeOrder order = taken(new QrCodeRequest("PATIENT_ID", null, null, null, null, "wallet"));

        // then
        assertThat(order)
                .isEqualTo(new QrCodeOrder(
                        QrCodeKind.PATIENT_ID,
                        new SharedContent(false, List.of(), List.of()),
                        Instant.parse("2031-11-23T10:00:00Z"),
                        null,
                        null,
                        "wallet"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T10:00:00Z,must be in the future",
        "2036-11-23T10:00:01Z,must be within 10 years",
        "soon,must be a time such as 2030-05-17T09:30:00Z"
    })
    void shouldBoundTheTimeOfACard(String expiresAt, String detail) {
        assertThat(refused(new QrCodeRequest("PATIENT_ID", null, expiresAt, null, null, null)))
                .containsExactly(new InvalidMember("/expiresAt", detail));
        assertThat(taken(new QrCodeRequest("PATIENT_ID", null, "2036-11-23T10:00:00Z", null, null, null))
                        .expiresAt())
                .isEqualTo("2036-11-23T10:00:00Z");
    }

    @Test
    void shouldOpenNothingWithACard() {
        assertThat(pointers(new QrCodeRequest("PATIENT_ID", SUMMARY, null, "a passcode", 5, "l".repeat(81))))
                .containsExactlyInAnyOrder("/content", "/passcode", "/maxUses", "/label");
    }

    @Test
    void shouldAskForAKind() {
        assertThat(refused(new QrCodeRequest(null, SUMMARY, null, null, null, null)))
                .containsExactly(new InvalidMember("/kind", "must be given"));
    }

    @Test
    void shouldSayEverythingThatIsWrongAtOnce() {
        // given
        List<@Nullable String> records = Arrays.asList("x", null);

        // then
        assertThat(pointers(new QrCodeRequest(
                        "HEALTH_CARD", new Content(null, records, null), "soon", "abc", 0, "l".repeat(81))))
                .containsExactlyInAnyOrder(
                        "/kind",
                        "/content/records/0",
                        "/content/records/1",
                        "/expiresAt",
                        "/passcode",
                        "/maxUses",
                        "/label");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEALTH_CARD", "health_link", ""})
    void shouldOfferNoOtherKindYet(String kind) {
        assertThat(refused(new QrCodeRequest(kind, SUMMARY, null, null, null, null)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.detail()).contains("not offered yet"));
    }

    @Test
    void shouldAskForContent() {
        assertThat(pointers(link(null, null, null))).containsExactly("/content");
        assertThat(pointers(link(new Content(false, List.of(), List.of()), null, null)))
                .containsExactly("/content");
    }

    @Test
    void shouldBoundIdsAndRefuseRepeatedOnes() {
        // given
        List<String> fifty =
                Stream.generate(() -> UUID.randomUUID().toString()).limit(50).toList();
        String repeated = fifty.get(0);

        // then
        assertThat(pointers(link(new Content(null, fifty, fifty), null, null))).isEmpty();
        assertThat(pointers(link(new Content(null, Collections.nCopies(51, "x"), null), null, null)))
                .containsExactly("/content/records");
        assertThat(pointers(link(new Content(null, null, List.of(repeated, repeated)), null, null)))
                .containsExactly("/content/documents/1");
    }

    @Test
    void shouldRefuseRecordsThatNoBrowserCouldOpenTogether() {
        // given
        List<String> chosen =
                Stream.generate(() -> UUID.randomUUID().toString()).limit(17).toList();
        Map<String, Integer> sizes = chosen.stream().collect(Collectors.toMap(Function.identity(), id -> 250_000));
        List<String> fitting = chosen.subList(1, 17);

        // when
        Ruling<QrCodeOrder> decided = QrCodeRules.decide(
                link(new Content(null, chosen, null), null, null),
                new Shareable(sizes, Set.of()),
                Optional.empty(),
                NOW);

        // then
        assertThat(decided)
                .isEqualTo(
                        Ruling.refuse(
                                new InvalidInput(
                                        List.of(
                                                new InvalidMember(
                                                        "/content/records",
                                                        "must be 4 MiB at most, so that every browser can open them, but are 4.1 MiB: choose fewer records")))));
        assertThat(QrCodeRules.decide(
                                link(new Content(null, fitting, null), null, null),
                                new Shareable(sizes, Set.of()),
                                Optional.empty(),
                                NOW)
                        .orThrow()
                        .content()
                        .records())
                .isEqualTo(fitting);
    }

    /** Each error names the place of the id in the request, whatever stands before it. */
    @Test
    void shouldNameThePlacesOfIdsThatCannotBeShared() {
        // given
        String own = UUID.randomUUID().toString();
        String unknown = UUID.randomUUID().toString();
        List<String> sent = List.of("x", own, unknown);
        QrCodeRequest request = link(new Content(null, sent, sent), null, null);

        // when
        Ruling<QrCodeOrder> decided =
                QrCodeRules.decide(request, new Shareable(Map.of(own, 1_000), Set.of()), Optional.empty(), NOW);

        // then
        assertThat(decided)
                .isEqualTo(Ruling.refuse(new InvalidInput(Stream.of(
                                "/content/records/0",
                                "/content/records/2",
                                "/content/documents/0",
                                "/content/documents/1",
                                "/content/documents/2")
                        .map(pointer -> new InvalidMember(pointer, QrCodeRules.NOTHING_TO_SHARE))
                        .toList())));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T10:00:00Z, must be in the future",
        "2026-11-23T09:59:59Z, must be in the future",
        "2027-11-23T10:00:01Z, must be within a year",
        "+999999999-12-31T23:59:59Z, must be within a year",
        "2026-11-23, must be a time such as 2030-05-17T09:30:00Z",
        "2026-11-23T11:00:00, must be a time such as 2030-05-17T09:30:00Z"
    })
    void shouldRefuseTimesThatAreNone(String expiresAt, String detail) {
        assertThat(refused(link(SUMMARY, expiresAt, "long enough")))
                .containsExactly(new InvalidMember("/expiresAt", detail));
    }

    @Test
    void shouldAskForAStrongPasscodeBeyondSevenDays() {
        // given
        String seven = NOW.plus(Duration.ofDays(7)).toString();
        String more = NOW.plus(Duration.ofDays(7)).plusSeconds(1).toString();

        // then
        assertThat(pointers(link(SUMMARY, seven, null))).isEmpty();
        assertThat(pointers(link(SUMMARY, more, null))).containsExactly("/passcode");
        assertThat(pointers(link(SUMMARY, more, "12345"))).containsExactly("/passcode");
        assertThat(pointers(link(SUMMARY, more, "123456"))).isEmpty();
        assertThat(taken(link(SUMMARY, "2027-11-23T12:00:00+02:00", "123456")).expiresAt())
                .isEqualTo("2027-11-23T10:00:00Z");
    }

    @Test
    void shouldBoundPasscodes() {
        assertThat(pointers(link(SUMMARY, null, "1234"))).isEmpty();
        assertThat(pointers(link(SUMMARY, null, "p".repeat(128)))).isEmpty();
        for (String passcode : List.of("", "123", "p".repeat(129), "    ", "12\n34", "1234\uD83D")) {
            assertThat(pointers(link(SUMMARY, null, passcode))).as(passcode).containsExactly("/passcode");
        }
    }

    @Test
    void shouldBoundLabelsAndUses() {
        for (String label : List.of("", " ", "a\tb", "l".repeat(81), "\u202Elabel")) {
            assertThat(pointers(new QrCodeRequest("HEALTH_LINK", SUMMARY, null, null, null, label)))
                    .as(label)
                    .containsExactly("/label");
        }
        assertThat(pointers(new QrCodeRequest("HEALTH_LINK", SUMMARY, null, null, 10_000, "l".repeat(80))))
                .isEmpty();
        assertThat(pointers(new QrCodeRequest("HEALTH_LINK", SUMMARY, null, null, 10_001, "Für \"Dr\" <b>")))
                .containsExactly("/maxUses");
        assertThat(pointers(new QrCodeRequest("HEALTH_LINK", SUMMARY, null, null, -1, null)))
                .containsExactly("/maxUses");
    }

    @ParameterizedTest
    @CsvSource({"HEALTH_LINK, 2026-11-23T11:00:00Z", "PATIENT_ID, 2031-11-23T10:00:00Z"})
    void shouldLastNoLongerThanTheRightOfWhoAsks(String kind, Instant byDefault) {
        // given
        QrCodeRequest plain = kind.equals("HEALTH_LINK") ? link(SUMMARY, null, null) : card(null);
        Instant earlier = NOW.plusSeconds(60).truncatedTo(ChronoUnit.SECONDS);

        // then
        assertThat(decide(plain, earlier).orThrow().expiresAt()).isEqualTo(earlier);
        assertThat(decide(plain, byDefault.plusSeconds(60)).orThrow().expiresAt())
                .isEqualTo(byDefault);
        assertThat(decide(expiring(plain, earlier), earlier).orThrow().expiresAt())
                .isEqualTo(earlier);
        assertThat(decide(expiring(plain, earlier.plusSeconds(1)), earlier))
                .isEqualTo(Ruling.refuse(new InvalidInput(
                        List.of(new InvalidMember("/expiresAt", "must be no later than the end of your own rights")))));
    }

    private static Ruling<QrCodeOrder> decide(QrCodeRequest request, Instant end) {
        return QrCodeRules.decide(request, everything(request), Optional.of(end), NOW);
    }

    private static QrCodeRequest card(@Nullable String expiresAt) {
        return new QrCodeRequest("PATIENT_ID", null, expiresAt, null, null, null);
    }

    private static QrCodeRequest expiring(QrCodeRequest plain, Instant time) {
        return new QrCodeRequest(plain.kind(), plain.content(), time.toString(), null, null, null);
    }

    private static QrCodeRequest link(
            @Nullable Content content, @Nullable String expiresAt, @Nullable String passcode) {
        return new QrCodeRequest("HEALTH_LINK", content, expiresAt, passcode, null, null);
    }

    private static List<String> pointers(QrCodeRequest request) {
        return refused(request).stream().map(InvalidMember::pointer).toList();
    }

    private static List<InvalidMember> refused(QrCodeRequest request) {
        Ruling<QrCodeOrder> decided = QrCodeRules.decide(request, everything(request), Optional.empty(), NOW);
        return decided instanceof Ruling.Refused<QrCodeOrder> refused
                ? ((InvalidInput) refused.refusal()).members()
                : List.of();
    }

    private static QrCodeOrder taken(QrCodeRequest request) {
        return QrCodeRules.decide(request, everything(request), Optional.empty(), NOW)
                .orThrow();
    }

    /** The patient can share all that the request names. */
    private static Shareable everything(QrCodeRequest request) {
        Content content = request.content();
        return content == null
                ? new Shareable(Map.of(), Set.of())
                : new Shareable(
                        QrCodeRules.wellFormed(content.records()).stream()
                                .collect(Collectors.toMap(Function.identity(), id -> 1_000)),
                        QrCodeRules.wellFormed(content.documents()));
    }
}
