package org.healthpassport.audit.completeness.check;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of the check. A lost entry is seen within an interval. Its time is up when {@code patience} has passed and the
 * log has everything from then. The log reports that some 16 s later: up to 10 s until a new partition is noticed, and two
 * seconds each for the delay of the writer, of the log's size and of the clocks. The next check names the entry. By default
 * that is 10 + 20 + 10 s at most, which leaves 20 s of a minute for the checks themselves.
 *
 * @param interval between two checks
 * @param patience the longest time that an entry may be on its way; with two intervals it must stay below a minute
 * @param round from the begin of a round over all heads to that of the next one, at least
 * @param idleRest how many times as long as a round that is, at least, while nothing is logged: 100 is about 1 % of a core
 */
@Validated
@ConfigurationProperties("healthpassport.audit.completeness")
record CompletenessSettings(
        @DefaultValue("10s") Duration interval,
        @DefaultValue("20s") Duration patience,
        @DefaultValue("1m") Duration round,
        @DefaultValue("100") @Min(0) int idleRest) {}
