package org.healthpassport.aggregates.waiting;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Registers the settings for asking workers again. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WorkerRetrySettings.class)
class WorkerRetryConfiguration {}
