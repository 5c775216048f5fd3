package org.healthpassport.aggregates;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** The write path, for a service that imports it. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
public class AggregatesConfiguration {}
