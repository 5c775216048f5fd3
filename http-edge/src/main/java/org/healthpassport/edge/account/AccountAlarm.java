package org.healthpassport.edge.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operator what is wrong with an account, once an hour, as its requests find it again and again. */
public final class AccountAlarm {
    private static final Logger LOG = LoggerFactory.getLogger(AccountAlarm.class);
    private static final Duration QUIET_FOR = Duration.ofHours(1);
    private static final int KNOWN_AT_MOST = 10_000;

    private final Cache<String, Boolean> told;

    public AccountAlarm(Ticker ticker) {
        this.told = Caffeine.newBuilder()
                .expireAfterWrite(QUIET_FOR)
                .maximumSize(KNOWN_AT_MOST)
                .ticker(ticker)
                .build();
    }

    public void raise(String accountId, String message) {
        if (told.asMap().putIfAbsent(accountId, true) == null) {
            LOG.error(message);
        }
    }
}
