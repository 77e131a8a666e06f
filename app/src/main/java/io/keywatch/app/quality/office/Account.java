package io.keywatch.app.quality.office;

import java.util.List;

/**
 * @param gateways public addresses of its NAT gateways
 * @param endpoint VPC endpoint of Secrets Manager and SSM, which half of the workloads use
 */
record Account(
        String id, String region, boolean production, List<String> gateways, String endpoint, String kmsKeyArn) {}
