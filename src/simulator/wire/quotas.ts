import { AwsError } from './errors.ts';
import { parseModel } from './model.ts';
import { quotas as text } from './models/quotas.ts';
import type {
  GetServiceQuotaRequest,
  GetServiceQuotaResponse,
  ListServiceQuotasRequest,
  ListServiceQuotasResponse,
  ServiceQuota,
} from './models/quotas-types.ts';
import { page } from './paging.ts';
import { type Call, profileQuota, type Service } from './service.ts';

/** Service Quotas: what Bedrock's profile quota is set to. */
export function quotasService(): Service {
  return {
    id: 'service-quotas',
    signingName: 'servicequotas',
    targetPrefix: 'ServiceQuotasV20190624',
    jsonVersion: '1.1',
    model: parseModel(text),
    invalid: (message) => new AwsError('IllegalArgumentException', message),
    throttled: (message) => new AwsError('TooManyRequestsException', message),
    handlers: { GetServiceQuota: getServiceQuota, ListServiceQuotas: listServiceQuotas },
  };
}

function getServiceQuota(call: Call, input: GetServiceQuotaRequest): GetServiceQuotaResponse {
  const quota = quotasOf(call, input.ServiceCode).find(({ QuotaCode }) => QuotaCode === input.QuotaCode);
  if (!quota) throw noSuchResource();
  return { Quota: quota };
}

function listServiceQuotas(call: Call, input: ListServiceQuotasRequest): ListServiceQuotasResponse {
  const { NextToken: token, ...request } = input;
  const refuse = () => new AwsError('InvalidPaginationTokenException', 'Invalid pagination token');
  const { items, next } = page(
    quotasOf(call, input.ServiceCode).filter(
      ({ QuotaCode }) => input.QuotaCode === undefined || QuotaCode === input.QuotaCode,
    ),
    input.MaxResults ?? 100,
    token,
    request,
    refuse,
  );
  return { Quotas: items, ...(next !== undefined && { NextToken: next }) };
}

function quotasOf(call: Call, serviceCode: string): ServiceQuota[] {
  if (serviceCode !== 'bedrock') throw noSuchResource();
  return [
    {
      ServiceCode: 'bedrock',
      ServiceName: 'Amazon Bedrock',
      QuotaArn: `arn:aws:servicequotas:${call.region}:${call.account}:bedrock/L-40EC9882`,
      QuotaCode: 'L-40EC9882',
      QuotaName: 'Inference profiles per account',
      Value: profileQuota(call.settings, call.account, call.region),
      Unit: 'None',
      Adjustable: true,
      GlobalQuota: false,
    },
  ];
}

const noSuchResource = () =>
  new AwsError('NoSuchResourceException', 'The specified resource does not exist.');
