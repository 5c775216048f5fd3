package org.healthpassport.api.access.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.events.access.AccessRight;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AccessDecisionTest {
    private static final Caller PATIENT = new Caller("a1", Role.PATIENT, "p1");

    @ParameterizedTest
    @EnumSource
    void shouldLetPatientsDoEverythingWithTheirOwnData(AccessScope scope) {
        assertThat(AccessDecision.decide(PATIENT, "p1", scope)).hasValueSatisfying(grant -> {
            assertThat(grant.right()).isEqualTo(AccessRight.SELF);
            assertThat(grant.patientFor(scope)).isEqualTo("p1");
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldDenyEverybodyElse(Role role) {
        assertThat(AccessDecision.decide(new Caller("a2", role, "p2"), "p1", AccessScope.RECORDS_READ))
                .isEmpty();
        assertThat(AccessDecision.decide(new Caller("a2", role, null, "h1"), "p1", AccessScope.RECORDS_READ))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldLetAdministratorsKnowWhoSomebodyIsAndNothingElse(AccessScope scope) {
        assertThat(AccessDecision.decide(new Caller("a2", Role.ADMIN, null), "p1", scope)
                        .map(Grant::right))
                .isEqualTo(scope == AccessScope.DEMOGRAPHICS ? Optional.of(AccessRight.ADMIN) : Optional.empty());
    }

    @ParameterizedTest
    @EnumSource(names = "ADMIN", mode = EnumSource.Mode.EXCLUDE)
    void shouldNotLetOthersKnowWhoSomebodyIs(Role role) {
        assertThat(AccessDecision.decide(new Caller("a2", role, null, "h1"), "p1", AccessScope.DEMOGRAPHICS))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldLetAuditorsAloneLookSomebodyUp(Role role) {
        Optional<Grant> grant = AccessDecision.lookUp(new Caller("a2", role, null, "h1"), "p1");

        assertThat(grant.isPresent()).isEqualTo(role == Role.AUDITOR);
        assertThat(grant.map(AccessDecisionTest::scopesOf))
                .isEqualTo(grant.map(found -> Set.of(AccessScope.DEMOGRAPHICS)));
    }

    @Test
    void shouldDenyAnAccountOfAnotherRoleThatNamesThePatient() {
        assertThat(AccessDecision.decide(new Caller("a2", Role.DOCTOR, "p1"), "p1", AccessScope.RECORDS_READ))
                .isEmpty();
    }

    @Test
    void shouldGrantTheScopeThatWasAskedForAndWhatItIncludes() {
        assertThat(scopesOf(decided(AccessScope.DEMOGRAPHICS))).containsExactly(AccessScope.DEMOGRAPHICS);
        assertThat(scopesOf(decided(AccessScope.RECORDS_READ)))
                .containsExactly(AccessScope.DEMOGRAPHICS, AccessScope.RECORDS_READ);
        assertThat(scopesOf(decided(AccessScope.RECORDS_WRITE)))
                .containsExactly(AccessScope.DEMOGRAPHICS, AccessScope.RECORDS_READ, AccessScope.RECORDS_WRITE);
        assertThat(scopesOf(decided(AccessScope.DOCUMENTS_READ))).containsExactly(AccessScope.DOCUMENTS_READ);
        assertThat(scopesOf(decided(AccessScope.DOCUMENTS_WRITE)))
                .containsExactly(AccessScope.DOCUMENTS_READ, AccessScope.DOCUMENTS_WRITE);
        assertThat(scopesOf(decided(AccessScope.SHARE)))
                .containsExactly(
                        AccessScope.DEMOGRAPHICS,
                        AccessScope.RECORDS_READ,
                        AccessScope.DOCUMENTS_READ,
                        AccessScope.SHARE);
        assertThat(scopesOf(decided(AccessScope.DOCUMENTS_LINK)))
                .containsExactly(AccessScope.DOCUMENTS_READ, AccessScope.DOCUMENTS_LINK);
    }

    @ParameterizedTest
    @CsvSource({"SHARE, RECORDS_READ", "SHARE, DOCUMENTS_READ", "DOCUMENTS_LINK, DOCUMENTS_READ"})
    void shouldNotLetThoseReadWhoMayShare(AccessScope shared, AccessScope read) {
        GrantedRight right = new GrantedRight(AccessRight.REPRESENTATIVE, null, null, Set.of(shared));

        assertThat(right.allows(shared)).isTrue();
        assertThat(right.allows(read)).isFalse();
    }

    @Test
    void shouldLetALinkReadAndNothingElse() {
        Grant grant = AccessDecision.ofLink("p1");

        assertThat(grant.right()).isEqualTo(AccessRight.LINK);
        assertThat(scopesOf(grant))
                .containsExactly(AccessScope.DEMOGRAPHICS, AccessScope.RECORDS_READ, AccessScope.DOCUMENTS_READ);
    }

    @Test
    void shouldTellWhichGrantIsMissing() {
        assertThatThrownBy(() -> decided(AccessScope.RECORDS_READ).patientFor(AccessScope.SHARE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Expected a grant for SHARE, but it is for [RECORDS_READ]");
    }

    @Test
    void shouldTellThatAGrantIsForAnotherPatient() {
        assertThatThrownBy(() -> decided(AccessScope.RECORDS_READ).require(AccessScope.RECORDS_READ, "p2"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Expected a grant for the owner of the data, but it is for another patient");
        decided(AccessScope.RECORDS_READ).require(AccessScope.RECORDS_READ, "p1");
    }

    private static Grant decided(AccessScope scope) {
        return AccessDecision.decide(PATIENT, "p1", scope).orElseThrow();
    }

    private static Set<AccessScope> scopesOf(Grant grant) {
        Set<AccessScope> scopes = EnumSet.noneOf(AccessScope.class);
        Arrays.stream(AccessScope.values())
                .filter(scope -> covers(grant, scope))
                .forEach(scopes::add);
        return scopes;
    }

    private static boolean covers(Grant grant, AccessScope scope) {
        try {
            grant.patientFor(scope);
            return true;
        } catch (IllegalStateException missing) {
            return false;
        }
    }
}
