package org.healthpassport.audit.completeness.check;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When the log is checked for what is missing. What is lost is seen within an interval. Its time is up when {@code patience}
 * has passed and the log has everything from then, which it says some 16 s later: 10 s in which it may not know of a partition,
 * two seconds for each of what the writer, the size of the log and the clocks are late. The next check names it. By default
 * that is 10 + 20 + 10 s at most, which leaves 20 s of a minute for the checks themselves.
 *
 * @param interval between two checks
 * @param patience how long an entry may be on its way; together with two intervals it must stay below a minute
 */
@ConfigurationProperties("healthpassport.audit.completeness")
record CompletenessSettings(
        @DefaultValue("10s") Duration interval,
        @DefaultValue("20s") Duration patience) {}
