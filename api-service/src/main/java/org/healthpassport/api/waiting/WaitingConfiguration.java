package org.healthpassport.api.waiting;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** When workers are asked again. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WaitingSettings.class)
class WaitingConfiguration {}
