package org.healthpassport.api.identity.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.healthpassport.aggregates.Aggregates;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.api.access.Role;
import org.healthpassport.vault.key.KeyedDigest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** Lists of accounts by role, status and hospital, newest first. */
public final class AccountLists {
    static final String STATUS = "status";
    private static final String ROLE_AND_STATUS = "roleAndStatus";
    /** The index field of doctors and of further administrators: a blind index of role, hospital and status. */
    private static final String COLLEAGUES = "colleagues";
    /** The index field of all accounts: a blind index of the patient's id, or of the account's for those without one. */
    static final String PERSON = "person";
    /** The fields by which accounts are listed here, but for {@link #PERSON}. */
    static final Set<String> LIST_FIELDS = Set.of(STATUS, ROLE_AND_STATUS, COLLEAGUES);

    private final Aggregates<AccountState> accounts;
    private final SharedSecret<KeyedDigest> indexKey;

    AccountLists(Aggregates<AccountState> accounts, SharedSecret<KeyedDigest> indexKey) {
        this.accounts = accounts;
        this.indexKey = indexKey;
    }

    /** The index fields of an account that this class looks at. */
    Map<String, @Nullable Object> fieldsOf(AccountState account) {
        Map<String, @Nullable Object> fields = new HashMap<>();
        fields.put(STATUS, account.status().name());
        fields.put(ROLE_AND_STATUS, roleAndStatus(account.role(), account.status()));
        String patientId = account.patientId();
        fields.put(PERSON, person(patientId == null ? account.accountId() : patientId));
        String hospitalId = account.hospitalId();
        if (hospitalId != null && !account.standsForHospital()) {
            fields.put(COLLEAGUES, colleagues(account.role(), hospitalId, account.status()));
        }
        return fields;
    }

    private String colleagues(Role role, String hospitalId, AccountStatus status) {
        return blindIndex(role + "\n" + hospitalId + '\n' + status);
    }

    private String person(String id) {
        return blindIndex("person\n" + id);
    }

    /** No id and no email address has a line break, so these texts never meet. Their form must never change. */
    private String blindIndex(String text) {
        return indexKey.get().textOf(text.getBytes(UTF_8));
    }

    private static String roleAndStatus(Role role, AccountStatus status) {
        return role + "/" + status;
    }

    /**
     * Accounts, newest first, after {@code after}; unreadable ones are described by their stored fields. Where several
     * indexes are merged, each is read by a chunk of its own.
     *
     * @param role null for every role
     * @param status null for every status
     */
    public Flux<ListedAggregate<AccountState>> list(
            @Nullable Role role, @Nullable AccountStatus status, @Nullable ListPosition after) {
        Set<AccountStatus> statuses = status == null ? EnumSet.allOf(AccountStatus.class) : Set.of(status);
        return role == null
                ? listed(STATUS, statuses, AccountStatus::name, account -> true, after)
                : listed(
                        ROLE_AND_STATUS,
                        statuses,
                        one -> roleAndStatus(role, one),
                        account -> account.role() == role,
                        after);
    }

    /** Doctors of a hospital, listed in the same way. */
    public Flux<ListedAggregate<AccountState>> doctors(
            String hospitalId, Set<AccountStatus> statuses, @Nullable ListPosition after) {
        return listed(
                COLLEAGUES,
                statuses,
                status -> colleagues(Role.DOCTOR, hospitalId, status),
                account -> account.isKnownDoctorOf(hospitalId),
                after);
    }

    /** The administrators that a hospital invited and that have not closed their accounts. */
    public Flux<ListedAggregate<AccountState>> furtherAdministrators(String hospitalId) {
        return listed(
                COLLEAGUES,
                EnumSet.complementOf(EnumSet.of(AccountStatus.CLOSED)),
                status -> colleagues(Role.HOSPITAL, hospitalId, status),
                account -> account.role() == Role.HOSPITAL && hospitalId.equals(account.hospitalId()),
                null);
    }

    /** Active hospitals, listed in the same way. */
    public Flux<ListedAggregate<AccountState>> hospitals(@Nullable ListPosition after) {
        return listed(
                ROLE_AND_STATUS,
                Set.of(AccountStatus.ACTIVE),
                status -> roleAndStatus(Role.HOSPITAL, status),
                AccountState::standsForHospital,
                after);
    }

    /** The unconfirmed accounts that were created before a time and can be read, newest first. */
    public Flux<Snapshot<AccountState>> unconfirmedBefore(Instant time) {
        return list(null, AccountStatus.UNCONFIRMED, new ListPosition(time, ""))
                .mapNotNull(listed -> listed.aggregate().ifReadable().orElse(null));
    }

    /** The account of that patient, if there is one. */
    public Flux<ListedAggregate<AccountState>> ofPatient(String patientId) {
        return accounts.listedBy(PERSON, person(patientId), null)
                .filter(listed -> listed.aggregate()
                        .mayBe(account -> patientId.equals(account.state().patientId())));
    }

    private Flux<ListedAggregate<AccountState>> listed(
            String field,
            Set<AccountStatus> statuses,
            Function<AccountStatus, String> value,
            Predicate<AccountState> agrees,
            @Nullable ListPosition after) {
        List<Flux<ListedAggregate<AccountState>>> lists = statuses.stream()
                .map(status -> accounts.listedBy(field, value.apply(status), after)
                        .filter(listed -> listed.aggregate()
                                .mayBe(account -> account.state().status() == status && agrees.test(account.state()))))
                .toList();
        return ListedAggregate.merged(lists);
    }
}
