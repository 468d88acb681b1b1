/** Imported before Fabric's packages: they log each refusal as an error, and tests refuse hundreds of times. */
process.env['CORE_CHAINCODE_LOGGING_LEVEL'] = 'CRITICAL';
