package org.healthpassport.api.identity.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Searches for a page of accounts by their names. Names are encrypted, each with the keys of its account, so a search
 * opens one account after the other: it costs the reading and decryption of {@value #MOST} accounts at most. The page
 * ends there, even if nothing was found, and its cursor continues from there. Accounts that cannot be read are left out.
 */
final class NameSearch {
    static final int MOST = 500;

    private final NameFilter filter;
    private final PageRequest page;
    private final List<Snapshot<AccountState>> found = new ArrayList<>();
    private @Nullable ListedAggregate<AccountState> last;
    private int seen;

    private NameSearch(NameFilter filter, PageRequest page) {
        this.filter = filter;
        this.page = page;
    }

    static Mono<Page<Snapshot<AccountState>>> in(
            Flux<ListedAggregate<AccountState>> accounts, NameFilter filter, PageRequest page) {
        return Mono.defer(() -> {
            NameSearch search = new NameSearch(filter, page);
            return accounts.takeUntil(search::endsWith).then(Mono.fromSupplier(search::page));
        });
    }

    /** True if this was the last account to search. */
    private boolean endsWith(ListedAggregate<AccountState> account) {
        last = account;
        seen++;
        account.aggregate()
                .ifReadable()
                .filter(readable -> filter.matches(readable.state().name()))
                .ifPresent(found::add);
        return found.size() > page.limit() || seen == MOST;
    }

    private Page<Snapshot<AccountState>> page() {
        Page<Snapshot<AccountState>> cut = Page.of(found, page, Snapshot::position, Function.identity());
        return last == null || seen < MOST ? cut : cut.goingOnBehind(last.position(), page);
    }
}
