package org.healthpassport.audit.search;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param pause after which it is looked for new entries, when there were none */
@ConfigurationProperties("healthpassport.audit.search")
record SearchSettings(@DefaultValue("250ms") Duration pause) {}
