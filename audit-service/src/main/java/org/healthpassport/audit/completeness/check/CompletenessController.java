package org.healthpassport.audit.completeness.check;

import java.io.IOException;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import org.healthpassport.audit.completeness.check.MissingEntries.Lost;
import org.healthpassport.audit.completeness.emitted.OverdueWork;
import org.healthpassport.audit.completeness.logged.LoggedFindings;
import org.healthpassport.audit.completeness.round.HeadRounds;
import org.healthpassport.audit.projection.Generations;
import org.healthpassport.audit.web.Blocking;
import org.healthpassport.audit.web.Parameters;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Reports missing entries, and documents that are not as they were written, to auditors. */
@RestController
class CompletenessController {
    private final MissingEntries missing;
    private final StuckStreams stuck;
    private final OverdueWork owed;
    private final LoggedFindings findings;
    private final Generations generations;
    private final HeadRounds rounds;
    private final Clock clock;

    CompletenessController(
            MissingEntries missing,
            StuckStreams stuck,
            OverdueWork owed,
            LoggedFindings findings,
            Generations generations,
            HeadRounds rounds,
            Clock clock) {
        this.missing = missing;
        this.stuck = stuck;
        this.owed = owed;
        this.findings = findings;
        this.generations = generations;
        this.rounds = rounds;
        this.clock = clock;
    }

    @GetMapping("/api/audit/reports/completeness")
    Mono<CompletenessReport> completeness(ServerWebExchange exchange) {
        Parameters.of(exchange);
        return Blocking.call(this::report);
    }

    private CompletenessReport report() throws IOException {
        List<Lost> lost = missing.all().values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(Lost::stream).thenComparing(Lost::from))
                .toList();
        return CompletenessReport.of(
                missing.lastCheck().orElse(null),
                lost,
                stuck.all().values(),
                owed.waiting(clock.instant(), CompletenessReport.MOST_ITEMS),
                findings.first(generations.current(), CompletenessReport.MOST_ITEMS),
                rounds.last().orElse(null));
    }
}
