package org.healthpassport.api.waiting;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Registers the settings for asking workers again. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WaitingSettings.class)
class WaitingConfiguration {}
