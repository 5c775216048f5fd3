package org.healthpassport.standalone.architecture;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.healthpassport.aggregates.Aggregates;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.access.log.Access;
import org.healthpassport.api.consent.ConsentState;
import org.healthpassport.api.consent.Consents;
import org.healthpassport.api.consent.emergency.EmergencyAccessState;
import org.healthpassport.api.consent.emergency.EmergencyAccesses;
import org.healthpassport.api.document.DocumentState;
import org.healthpassport.api.document.Documents;
import org.healthpassport.api.document.KeptDocuments;
import org.healthpassport.api.identity.account.AccountLists;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.account.AccountsByEmail;
import org.healthpassport.api.patient.PatientState;
import org.healthpassport.api.patient.Patients;
import org.healthpassport.api.record.HealthRecordState;
import org.healthpassport.api.record.HealthRecords;
import org.healthpassport.api.record.annotation.Annotation;
import org.healthpassport.api.record.annotation.RecordAnnotations;
import org.healthpassport.api.record.version.RecordHistory;
import org.healthpassport.api.record.version.RecordVersion;
import org.healthpassport.api.record.version.RecordVersions;
import org.healthpassport.api.sharing.QrCodeState;
import org.healthpassport.api.sharing.QrCodes;
import org.healthpassport.api.trail.row.ListedLook;
import org.healthpassport.api.trail.row.TrailRow;
import org.healthpassport.api.trail.row.TrailRows;
import org.junit.jupiter.api.Test;

/**
 * Nobody reads a patient's data without a decision and a record. The stores of patients' data ask for a {@link Grant};
 * only {@link PatientAccess} makes one, it lends it for the time of a request, and it records the read.
 */
class PatientAccessArchitectureTest {
    private static final Collection<JavaClass> api = MeasuredModule.all().stream()
            .filter(module -> module.name().equals("api"))
            .findFirst()
            .orElseThrow()
            .types();

    private static final String DECISION = PatientAccess.class.getPackageName();

    /** The stores of patients' data, each of one kind. */
    private static final Set<Class<?>> STORES = Set.of(
            Consents.class,
            Documents.class,
            EmergencyAccesses.class,
            HealthRecords.class,
            KeptDocuments.class,
            RecordAnnotations.class,
            RecordHistory.class,
            RecordVersions.class,
            Patients.class,
            QrCodes.class,
            TrailRows.class);

    private static final Set<String> READS =
            Set.of("find", "findLinearizable", "ofSubject", "allOfSubject", "listedBy", "withIds");

    /** Types whose values hold what a store has read. */
    private static final Set<Class<?>> STATES = Set.of(
            Snapshot.class,
            ListedAggregate.class,
            ConsentState.class,
            ReadResult.class,
            RecordVersion.class,
            Annotation.class,
            DocumentState.class,
            EmergencyAccessState.class,
            HealthRecordState.class,
            PatientState.class,
            QrCodeState.class,
            ListedLook.class,
            TrailRow.class);

    /** Methods that give a state to a caller without a grant, each with the reason. */
    private static final Map<String, String> WITHOUT_GRANT = Map.ofEntries(
            Map.entry("Consents.grant", "gives callers back what they wrote"),
            Map.entry("Consents.request", "gives callers back what they wrote"),
            Map.entry("Consents.approve", "gives callers back what they wrote"),
            Map.entry("Consents.change", "gives callers back what they wrote"),
            Map.entry("Consents.created", "gives callers back what a request with the same key wrote"),
            Map.entry("Consents.askedBy", "a grantee's own requests"),
            Map.entry("Consents.activeOf", "what grantees may do, which is theirs to know"),
            Map.entry("Consents.activeBetween", "the decision itself asks"),
            Map.entry("Documents.create", "gives callers back what they wrote"),
            Map.entry("Documents.list", "asks PatientAccess itself"),
            Map.entry("Documents.received", "asks PatientAccess itself"),
            Map.entry("EmergencyAccesses.create", "gives callers back what they wrote"),
            Map.entry("EmergencyAccesses.change", "gives callers back what they wrote"),
            Map.entry("EmergencyAccesses.between", "for the rules of taking one"),
            Map.entry("EmergencyAccesses.latestBetween", "for the decision itself"),
            Map.entry("EmergencyAccesses.unreviewedOf", "for the limits"),
            Map.entry("EmergencyAccesses.takenOn", "for the limits"),
            Map.entry("EmergencyAccesses.ofHospital", "for the review of what its own doctors did"),
            Map.entry("KeptDocuments.failed", "ids and reasons for administrators"),
            Map.entry("KeptDocuments.in", "for the move between stores and the search for lost objects"),
            Map.entry("KeptDocuments.now", "tells whether an object is needed"),
            Map.entry("HealthRecords.create", "gives callers back what they wrote"),
            Map.entry("HealthRecords.change", "gives callers back what they wrote"),
            Map.entry("Patients.create", "gives callers back what they wrote"),
            Map.entry("QrCodes.create", "gives callers back what they wrote"),
            Map.entry("QrCodes.change", "gives callers back what they wrote"),
            Map.entry("QrCodes.changeWithRetries", "gives callers back what they wrote"),
            Map.entry("QrCodes.findByToken", "the token is the right to the link; its opening is recorded"),
            Map.entry("QrCodes.find", "for a link whose token was found, for workers, and below ofPatient"));

    /** The only ways to data without an account. Each checks a link first. */
    private static final Map<String, Set<String>> LINKS = Map.of(
            "readByLink",
            Set.of(
                    "org.healthpassport.api.document.content.DownloadController",
                    "org.healthpassport.api.sharing.file.LinkFileController"),
            "openLink",
            Set.of("org.healthpassport.api.sharing.link.OpeningLink"),
            "identify",
            Set.of("org.healthpassport.api.sharing.connection.Connecting"));

    /** Those who may ask for a QR code without a grant, as {@link #WITHOUT_GRANT} says. */
    private static final Set<String> FINDERS_OF_QR_CODES = Set.of(
            QrCodes.class.getName(),
            "org.healthpassport.api.sharing.OwnQrCodes",
            "org.healthpassport.api.sharing.code.RequestingQrCode",
            "org.healthpassport.api.sharing.connection.Connecting",
            "org.healthpassport.api.sharing.link.OpeningLink",
            "org.healthpassport.api.sharing.file.LinkFileController",
            "org.healthpassport.api.sharing.drawing.DrawingReports",
            "org.healthpassport.api.sharing.drawing.WaitingQrCodes");

    @Test
    void onlyPatientAccessShouldMakeGrantsAndRecordsOfReads() {
        assertThat(accesses(
                        access -> isConstructorOf(Grant.class, access) || isConstructorOf(Access.Read.class, access)))
                .isNotEmpty()
                .allSatisfy(access -> assertThat(access.getOriginOwner().getPackageName())
                        .as(access.getDescription())
                        .isEqualTo(DECISION));
    }

    /** A grant that somebody kept would be good for reads that nobody records. */
    @Test
    void nobodyShouldKeepAGrantOrPassItUp() {
        List<JavaClass> others = api.stream()
                .filter(type -> !type.getPackageName().equals(DECISION))
                .toList();

        assertThat(others)
                .flatExtracting(JavaClass::getMethods)
                .filteredOn(method -> involves(method.getReturnType(), Grant.class))
                .isEmpty();
        assertThat(others)
                .flatExtracting(JavaClass::getFields)
                .filteredOn(field -> involves(field.getType(), Grant.class))
                .isEmpty();
    }

    @Test
    void onlyStoresShouldReadAggregates() {
        Set<String> stores = Stream.concat(
                        Stream.concat(
                                        STORES.stream(),
                                        Stream.of(Accounts.class, AccountsByEmail.class, AccountLists.class))
                                .map(Class::getName),
                        Stream.of(
                                // The decision itself rests on them; they hold rights, and no health data.
                                "org.healthpassport.api.consent.representative.Representations",
                                "org.healthpassport.api.consent.representative.Invitations",
                                // They give out sums for the counters and fates for the sweeps, and nothing that was
                                // read.
                                "org.healthpassport.api.record.RecordFates",
                                "org.healthpassport.api.record.CountedRecords",
                                "org.healthpassport.api.document.DocumentQuota"))
                .collect(toSet());

        assertThat(accesses(access -> access.getTargetOwner().isEquivalentTo(Aggregates.class)
                        && READS.contains(access.getTarget().getName())))
                .isNotEmpty()
                .allSatisfy(access -> assertThat(access.getOriginOwner().getName())
                        .as(access.getDescription())
                        .isIn(stores));
    }

    @Test
    void storesShouldAskForAGrantBeforeTheyGiveAState() {
        // given
        List<JavaMethod> giving = api.stream()
                .filter(type -> STORES.stream().anyMatch(type::isEquivalentTo))
                .flatMap(store -> store.getMethods().stream())
                .filter(method -> !method.getModifiers().contains(JavaModifier.PRIVATE))
                .filter(method -> STATES.stream().anyMatch(state -> involves(method.getReturnType(), state)))
                .toList();
        Set<String> withoutGrant = giving.stream()
                .filter(method -> method.getRawParameterTypes().stream()
                        .noneMatch(parameter -> parameter.isEquivalentTo(Grant.class)))
                .map(PatientAccessArchitectureTest::nameOf)
                .collect(toSet());

        // then
        assertThat(giving).hasSizeGreaterThan(withoutGrant.size());
        assertThat(withoutGrant).isEqualTo(WITHOUT_GRANT.keySet());
    }

    @Test
    void onlyLinksShouldOpenDataWithoutAnAccount() {
        LINKS.forEach((method, callers) -> assertThat(
                        accesses(access -> access.getTargetOwner().isEquivalentTo(PatientAccess.class)
                                && access.getTarget().getName().equals(method)))
                .as(method)
                .extracting(access -> access.getOriginOwner().getName())
                .isNotEmpty()
                .isSubsetOf(callers));
    }

    @Test
    void onlyTheNamedShouldFindQrCodesWithoutAGrant() {
        assertThat(accesses(access -> access.getTargetOwner().isEquivalentTo(QrCodes.class)
                        && access.getTarget().getName().startsWith("find")))
                .isNotEmpty()
                .allSatisfy(access -> assertThat(access.getOriginOwner().getName())
                        .as(access.getDescription())
                        .isIn(FINDERS_OF_QR_CODES));
    }

    /** Calls, and references such as {@code Grant::new}. */
    private static List<JavaCodeUnitAccess<?>> accesses(Predicate<JavaCodeUnitAccess<?>> which) {
        return api.stream()
                .<JavaCodeUnitAccess<?>>flatMap(type -> type.getCodeUnitAccessesFromSelf().stream())
                .filter(which)
                .toList();
    }

    private static boolean isConstructorOf(Class<?> type, JavaCodeUnitAccess<?> access) {
        return access.getTargetOwner().isEquivalentTo(type)
                && access.getTarget().getName().equals(JavaConstructor.CONSTRUCTOR_NAME);
    }

    private static boolean involves(JavaType type, Class<?> wanted) {
        return type.getAllInvolvedRawTypes().stream().anyMatch(involved -> involved.isEquivalentTo(wanted));
    }

    private static String nameOf(JavaMethod method) {
        return method.getOwner().getSimpleName() + '.' + method.getName();
    }
}
