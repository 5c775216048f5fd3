package org.healthpassport.api.identity.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.vault.standing.AccountStanding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.publisher.Flux;

class UnindexedAccountsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final Members members = new Members(api);
    private final Accounts accounts = api.bean(Accounts.class);

    @Test
    void shouldListAccountsOfEarlierReleases() {
        // given
        Member hospital = members.hospital();
        Member doctor = members.doctor(hospital);
        api.bean(ReactiveMongoTemplate.class)
                .updateFirst(
                        query(where("_id").is(doctor.accountId())),
                        new Update().unset("roleAndStatus").unset("colleagues"),
                        AccountStanding.COLLECTION)
                .block(PATIENCE);
        assertThat(ids(accounts.list(Role.DOCTOR, null, null))).doesNotContain(doctor.accountId());

        // when
        new UnindexedAccounts(accounts).sweep().block(PATIENCE);

        // then
        assertThat(ids(accounts.list(Role.DOCTOR, null, null))).contains(doctor.accountId());
        assertThat(ids(accounts.doctors(hospital.hospitalId(), Set.of(AccountStatus.ACTIVE), null)))
                .containsExactly(doctor.accountId());
    }

    private static List<String> ids(Flux<ListedAggregate<AccountState>> listed) {
        return listed.map(account -> account.position().id()).collectList().block(PATIENCE);
    }
}
